package dev.lamina.device.cuda.library;

import dev.lamina.device.DeviceException;
import dev.lamina.device.cuda.library.CudaLibraries.Library;
import dev.lamina.device.cuda.library.CudaLibraries.Problem;
import java.io.IOException;

/**
 * What came of loading. Libraries stay in a process until it ends, so this is a constant of the process, found when it
 * is first asked for.
 *
 * @param failure what went wrong; null if nothing did
 */
record LoadedLibraries(CudaLibraries libraries, DeviceException failure) {

  private static final class Once {
    static final LoadedLibraries RESULT = load(Environment.ofThisProcess());
  }

  static CudaLibraries get() {
    if (Once.RESULT.failure != null) {
      throw new DeviceException(Once.RESULT.failure.getMessage(), Once.RESULT.failure);
    }
    return Once.RESULT.libraries;
  }

  static LoadedLibraries load(Environment environment) {
    CudaLibraries libraries = LibraryChoice.of(environment);
    try {
      requireUsable(libraries);
      libraries.libraries().forEach(LoadedLibraries::load);
      Natives.initialise(Natives.unpack(environment, libraries.major()));
      return new LoadedLibraries(libraries, null);
    } catch (DeviceException e) {
      return new LoadedLibraries(libraries, e);
    } catch (IOException e) {
      return new LoadedLibraries(libraries, new DeviceException("JCuda's natives cannot be unpacked: " + e.getMessage()
          + "; set XDG_CACHE_HOME to a folder that can be written to", e));
    }
  }

  private static void requireUsable(CudaLibraries libraries) {
    if (!libraries.usable()) {
      throw new DeviceException("CUDA cannot be used: " + libraries.problems().get(0)
          + " ('lamina doctor' tells more)");
    }
  }

  /** With its soname in the process, a library is what all later ones get that ask for it, wherever its file lies. */
  private static void load(Library library) {
    try {
      System.load(library.file().toAbsolutePath().toString());
    } catch (UnsatisfiedLinkError e) {
      throw new DeviceException("CUDA's library " + library.name() + " does not load: " + e.getMessage()
          + "; install it anew, or set LAMINA_CUDA_HOME to a folder that has another", e);
    }
  }
}
