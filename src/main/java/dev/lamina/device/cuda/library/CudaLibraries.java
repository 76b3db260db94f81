package dev.lamina.device.cuda.library;

import dev.lamina.device.DeviceException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a machine has of CUDA's libraries, and which of them Lamina takes.
 *
 * @param major the version of CUDA whose libraries are taken, 12 or 13; of an unusable choice the one that is nearer to
 *     complete, or 0 if nothing was found at all
 * @param reason why that version
 * @param folders where the libraries were looked for, in order
 * @param libraries what was found of that version, each before those that need it
 * @param problems what stands in the way; empty if the libraries can be loaded
 */
public record CudaLibraries(int major, String reason, List<Folder> folders, List<Library> libraries,
    List<Problem> problems) {

  /** By whom a folder is named. */
  public enum Origin {
    LAMINA_CUDA_HOME("LAMINA_CUDA_HOME"),
    CUDA_HOME("CUDA_HOME"),
    CUDA_PATH("CUDA_PATH"),
    LD_LIBRARY_PATH("LD_LIBRARY_PATH"),
    LOADER("dynamic loader"),
    INSTALLED("usual place"),
    PYTHON("Python package"),
    LAMINA("fetched for Lamina");

    private final String text;

    Origin(String text) {
      this.text = text;
    }

    /** Whether the user named it as a folder of CUDA, so that it comes before all others. */
    boolean isNamed() {
      return this == LAMINA_CUDA_HOME || this == CUDA_HOME || this == CUDA_PATH;
    }

    /** Whether a variable of the environment names it. */
    public boolean isVariable() {
      return isNamed() || this == LD_LIBRARY_PATH;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** A folder that was looked in, or would have been if it existed. */
  public record Folder(Path path, Origin origin, boolean exists) {}

  /**
   * A library that was found and fits.
   *
   * @param name what others ask for it by, such as {@code libcublas.so.12}
   * @param version as far as the file's name tells it
   */
  public record Library(String name, Path file, String version, Origin origin) {}

  /** What is missing or does not fit, and the remedy; each without a full stop. */
  public record Problem(String missing, String remedy) {

    @Override
    public String toString() {
      return missing + "; " + remedy;
    }
  }

  public CudaLibraries {
    folders = List.copyOf(folders);
    libraries = List.copyOf(libraries);
    problems = List.copyOf(problems);
  }

  /** Looks without loading anything. */
  public static CudaLibraries find() {
    return LibraryChoice.of(Environment.ofThisProcess());
  }

  /**
   * Loads CUDA's libraries and JCuda's natives, and initialises JCuda's classes, once for the process; further calls
   * answer the same.
   *
   * @return what was loaded
   * @throws DeviceException if something is missing or does not load
   */
  public static CudaLibraries load() {
    return LoadedLibraries.get();
  }

  /** Whether the libraries are all there and fit. */
  public boolean usable() {
    return problems.isEmpty();
  }

  /** One line: the versions of the driver and of the libraries. */
  public String summary() {
    if (libraries.isEmpty()) {
      return "none found";
    }
    return (usable() ? "CUDA " + major : "not usable") + ": " + String.join(", ", part("driver", "libcuda.so"),
        part("NVRTC", "libnvrtc.so"), part("cuBLAS", "libcublas.so"), part("cuSOLVER", "libcusolver.so"));
  }

  private String part(String title, String name) {
    Optional<Library> found = libraries.stream().filter(library -> library.name().startsWith(name)).findFirst();
    return title + found.map(library -> " " + library.version()).orElse(" missing");
  }
}
