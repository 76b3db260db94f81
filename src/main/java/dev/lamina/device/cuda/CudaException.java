package dev.lamina.device.cuda;

import dev.lamina.device.DeviceException;

/**
 * A call of a CUDA library failed; the message gives the call, the code's name and text, and what the call was about.
 */
public final class CudaException extends DeviceException {
  private static final long serialVersionUID = 1L;

  private final boolean sticky;

  public CudaException(String message) {
    this(message, false);
  }

  /** @param sticky see {@link #isSticky} */
  public CudaException(String message, boolean sticky) {
    super(message);
    this.sticky = sticky;
  }

  /** Whether the GPU's context is lost: every later call in this process fails with the same code, whatever it does. */
  public boolean isSticky() {
    return sticky;
  }
}
