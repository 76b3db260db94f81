package dev.lamina.device;

/**
 * The device asked for cannot be used, or an operation on it failed; the message names what is missing and the remedy.
 */
public class DeviceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DeviceException(String message) {
    super(message);
  }

  public DeviceException(String message, Throwable cause) {
    super(message, cause);
  }
}
