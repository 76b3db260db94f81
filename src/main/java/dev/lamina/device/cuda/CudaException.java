package dev.lamina.device.cuda;

import dev.lamina.device.DeviceException;

/** A call of a CUDA library failed; the message gives the call, the code's name and text, and what the call was about. */
public final class CudaException extends DeviceException {
  private static final long serialVersionUID = 1L;

  public CudaException(String message) {
    super(message);
  }
}
