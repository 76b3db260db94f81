package dev.lamina.experiment;

import dev.lamina.device.Device;
import dev.lamina.device.DeviceException;
import dev.lamina.device.cpu.CpuDevice;

/**
 * The device that a name stands for.
 *
 * @param device open; whoever chose it closes it
 * @param reason why this one was taken, for the log
 */
public record DeviceChoice(Device device, String reason) implements AutoCloseable {

  /**
   * Opens a device.
   *
   * @param name {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:N}
   * @throws ConfigException if the name is none of these
   * @throws DeviceException if a device that was asked for by name cannot be used
   */
  public static DeviceChoice open(String name) {
    if (name.equals("auto")) {
      return new DeviceChoice(new CpuDevice(), "auto: this version of Lamina has no CUDA device");
    }
    if (name.equals("cpu")) {
      return new DeviceChoice(new CpuDevice(), "as asked");
    }
    if (name.matches("cuda(:[0-9]+)?")) {
      throw new DeviceException("device " + name + ": this version of Lamina has no CUDA device; use --device cpu");
    }
    throw new ConfigException("device must be auto, cpu, cuda or cuda:N, not '" + name + "'");
  }

  @Override
  public void close() {
    device.close();
  }
}
