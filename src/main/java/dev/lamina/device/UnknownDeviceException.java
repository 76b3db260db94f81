package dev.lamina.device;

/** What was given is no device's name. */
public final class UnknownDeviceException extends DeviceException {
  private static final long serialVersionUID = 1L;

  UnknownDeviceException(String name) {
    super("device must be auto, cpu, cuda or cuda:N, not '" + name + "'");
  }
}
