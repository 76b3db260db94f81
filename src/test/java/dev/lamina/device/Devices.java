package dev.lamina.device;

import dev.lamina.device.cpu.CpuDevice;
import dev.lamina.device.cuda.CudaDevice;
import dev.lamina.device.cuda.CudaVariants;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * The devices that the tests run on: those that the system property {@code lamina.require} names. One that cannot be
 * opened fails the suite; nothing is skipped.
 */
public final class Devices {
  /** Fewer than the members of an ensemble, so that threads take several members each. */
  private static final int CPU_THREADS = 2;

  private Devices() {}

  /** The first of them, open, for tests that need one device; whoever asks closes it. */
  public static Device first() {
    return open(names().get(0));
  }

  /**
   * The first of them for tests that train many networks of a few steps: each would have a resident kernel of its own,
   * whose compilation takes longer than all of the test.
   */
  public static Device withoutResidents() {
    String name = names().get(0);
    return name.endsWith("cuda") ? CudaVariants.ofGraphs() : open(name);
  }

  /** Each device is opened when its turn comes, and closed by JUnit after the test class. */
  static Stream<Arguments> required() {
    return names().stream().map(name -> Arguments.argumentSet(name, open(name)));
  }

  /** Of the required ones, the CUDA devices with grids so small that kernels loop over members. */
  static Stream<Arguments> ofSmallGrids() {
    return names().stream().filter(name -> name.endsWith("cuda"))
        .map(name -> Arguments.argumentSet(name + ", small grids", CudaVariants.ofSmallGrids()));
  }

  private static List<String> names() {
    List<String> names =
        Arrays.stream(System.getProperty("lamina.require", "cpu").split(",")).map(String::trim).toList();
    if (names.contains("softcuda") && System.getenv("LAMINA_SOFTCUDA") == null) {
      throw new DeviceException("lamina.require names softcuda; run the tests with native/softcuda/with-softcuda");
    }
    return names;
  }

  private static Device open(String name) {
    return switch (name) {
      case "cpu" -> new CpuDevice(CPU_THREADS);
      case "softcuda", "cuda" -> new CudaDevice(0, false);
      default -> throw new DeviceException("lamina.require names " + name
          + ", which the suite cannot open; known: cpu, softcuda, cuda");
    };
  }
}
