package dev.lamina.device;

import dev.lamina.device.cpu.CpuDevice;
import dev.lamina.device.cuda.CudaDevice;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * The devices that the suite runs on: those that the system property {@code lamina.require} names. One that cannot be
 * opened fails the suite; nothing is skipped.
 */
final class Devices {
  /** Fewer than the members of an ensemble, so that threads take several members each. */
  private static final int CPU_THREADS = 2;

  private Devices() {}

  /** Each device is opened when its turn comes, and closed by JUnit after the test class. */
  static Stream<Arguments> required() {
    return Arrays.stream(System.getProperty("lamina.require", "cpu").split(","))
        .map(String::trim)
        .map(name -> Arguments.argumentSet(name, open(name)));
  }

  private static Device softwareCuda() {
    if (System.getenv("LAMINA_SOFTCUDA") == null) {
      throw new DeviceException("lamina.require names softcuda; run the tests with native/softcuda/with-softcuda");
    }
    return new CudaDevice(0, false);
  }

  private static Device open(String name) {
    return switch (name) {
      case "cpu" -> new CpuDevice(CPU_THREADS);
      case "softcuda" -> softwareCuda();
      case "cuda" -> new CudaDevice(0, false);
      default -> throw new DeviceException("lamina.require names " + name
          + ", which the suite cannot open; known: cpu, softcuda, cuda");
    };
  }
}
