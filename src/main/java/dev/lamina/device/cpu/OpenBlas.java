package dev.lamina.device.cpu;

import dev.lamina.device.DeviceException;
import dev.lamina.device.natives.JavaCppLibraries;
import org.bytedeco.openblas.global.openblas_nolapack;

/** The library of dense linear algebra. */
final class OpenBlas {

  private OpenBlas() {}

  /** @throws DeviceException if there is none for this machine */
  static void load() {
    JavaCppLibraries.loadOpenBlas();
    try {
      // Products are split by the device itself; see Products.
      openblas_nolapack.blas_set_num_threads(1);
    } catch (UnsatisfiedLinkError | NoClassDefFoundError e) {
      throw new DeviceException("OpenBLAS could not be loaded for " + System.getProperty("os.name") + " "
          + System.getProperty("os.arch") + ": " + e.getMessage()
          + "; build Lamina on this machine with mvn package", e);
    }
  }
}
