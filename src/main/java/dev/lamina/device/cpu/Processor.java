package dev.lamina.device.cpu;

import com.sun.management.OperatingSystemMXBean;
import dev.lamina.device.DeviceInfo;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.openblas.global.openblas;

/** What this machine's processor is. */
final class Processor {

  private Processor() {}

  static DeviceInfo info(int threads) {
    return new DeviceInfo("cpu", name(), memoryBytes(),
        List.of("OpenBLAS " + version() + ", " + threads + (threads == 1 ? " thread" : " threads") + pinned()),
        Lapack.SVD_DRIVER);
  }

  /** Who sets OpenBLAS's kernels by hand may get half the speed of this processor's own, and should see that. */
  private static String pinned() {
    String core = System.getenv("OPENBLAS_CORETYPE");
    return core == null || core.isBlank() ? "" : ", kernels for " + core + " by OPENBLAS_CORETYPE";
  }

  /** Physical memory, or the limit of the container. */
  static long memoryBytes() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
  }

  /** OpenBLAS's version and that of its Java binding, such as 0.3.31-1.5.13. */
  private static String version() {
    String version = openblas.class.getPackage().getImplementationVersion();
    return version == null ? "of an unknown version" : version;
  }

  private static String name() {
    Path file = Path.of("/proc/cpuinfo");
    if (Files.isReadable(file)) {
      try (var lines = Files.lines(file)) {
        return lines.filter(line -> line.startsWith("model name")).findFirst()
            .map(line -> line.substring(line.indexOf(':') + 1).strip()).orElse(System.getProperty("os.arch"));
      } catch (IOException e) {
        return System.getProperty("os.arch");
      }
    }
    return System.getProperty("os.arch");
  }
}
