package dev.lamina.device;

import dev.lamina.device.cpu.CpuDevice;
import dev.lamina.device.cuda.CudaDevice;
import dev.lamina.device.cuda.CudaException;
import dev.lamina.device.cuda.library.CudaLibraries;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The device that a name stands for.
 *
 * @param device open; whoever chose it closes it
 * @param reason why this one was taken, for the log
 */
public record DeviceChoice(Device device, String reason) implements AutoCloseable {

  private static final Pattern CUDA = Pattern.compile("cuda(?::([0-9]{1,9}))?");

  /**
   * Opens a device.
   *
   * @param name {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:N}
   * @param precision of the run; a GPU rounds the operands of products in {@code tf32} only
   * @throws UnknownDeviceException if the name is none of these
   * @throws DeviceException if a device that was asked for by name cannot be used
   */
  public static DeviceChoice open(String name, Precision precision) {
    Matcher cuda = CUDA.matcher(name);
    if (cuda.matches()) {
      return new DeviceChoice(cuda(name, cuda.group(1) == null ? 0 : Integer.parseInt(cuda.group(1)), precision),
          "as asked");
    }
    return switch (name) {
      case "auto" -> auto(precision);
      case "cpu" -> new DeviceChoice(new CpuDevice(), "as asked");
      default -> throw new UnknownDeviceException(name);
    };
  }

  private static DeviceChoice auto(Precision precision) {
    CudaLibraries libraries = CudaLibraries.find();
    if (!libraries.usable()) {
      return new DeviceChoice(new CpuDevice(), "auto: no CUDA, " + libraries.problems().get(0).missing());
    }
    try {
      return new DeviceChoice(new CudaDevice(0, precision == Precision.TF32), "auto: the first GPU");
    } catch (DeviceException e) {
      return new DeviceChoice(new CpuDevice(), "auto: the GPU cannot be used: " + e.getMessage());
    }
  }

  private static Device cuda(String name, int ordinal, Precision precision) {
    try {
      return new CudaDevice(ordinal, precision == Precision.TF32);
    } catch (CudaException e) {
      throw new DeviceException("device " + name + ": " + e.getMessage() + "; --device cpu needs no GPU", e);
    } catch (DeviceException e) {
      throw new DeviceException("device " + name + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    device.close();
  }
}
