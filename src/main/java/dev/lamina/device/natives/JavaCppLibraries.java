package dev.lamina.device.natives;

import dev.lamina.device.DeviceException;
import java.io.IOException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;

/**
 * The natives of JavaCPP and of OpenBLAS, which is called through it: taken from their jars and loaded from a folder
 * that is the user's alone.
 *
 * <p>JavaCPP's own loader unpacks them into {@code ~/.javacpp}, or where that cannot be written into a folder of
 * predictable name in the shared temporary one, whoever owns it, and trusts what lies there if length and time are
 * right. So it is told of each library that it has been loaded, and what else it may unpack in this process goes to a
 * private folder too.
 */
public final class JavaCppLibraries {
  private static final String CACHE = "org.bytedeco.javacpp.cachedir";

  /** JavaCPP itself: memory outside the heap. */
  private static final Packaged JAVACPP =
      new Packaged("javacpp", Loader.class, List.of(new Library("jnijavacpp", "libjnijavacpp.so", "libjnijavacpp.so")));

  /**
   * In the order in which they need each other. BLAS alone has a copy of OpenBLAS to itself, as JavaCPP gives it one.
   */
  private static final Packaged OPENBLAS = new Packaged("openblas", openblas.class, List.of(
      new Library("gcc_s@.1", "libgcc_s.so.1", "libgcc_s.so.1"),
      new Library("quadmath@.0", "libquadmath.so.0", "libquadmath.so.0"),
      new Library("gfortran@.5", "libgfortran.so.5", "libgfortran.so.5"),
      new Library("openblas_nolapack@.0", "libopenblas.so.0", "libopenblas_nolapack.so.0"),
      new Library("jniopenblas_nolapack", "libjniopenblas_nolapack.so", "libjniopenblas_nolapack.so"),
      new Library("openblas@.0", "libopenblas.so.0", "libopenblas.so.0"),
      new Library("jniopenblas", "libjniopenblas.so", "libjniopenblas.so")));

  /**
   * A library.
   *
   * @param name JavaCPP's
   * @param resource its file in the jar
   * @param file its file once unpacked
   */
  private record Library(String name, String resource, String file) {

    /** What comes with a compiler is there in other ways, too, and not on every platform. */
    boolean isRuntime() {
      return !name.contains("openblas") && !name.contains("javacpp");
    }
  }

  /**
   * The libraries of a jar.
   *
   * @param type a class of the jar's package, or of one below it
   */
  private record Packaged(String project, Class<?> type, List<Library> libraries) {

    /** The platform's folder of the jar has them. */
    URL resource(Library library) {
      return type.getResource("/org/bytedeco/" + project + "/" + Loader.getPlatform() + "/" + library.resource());
    }

    Map<String, Content> contents() throws IOException {
      Map<String, Content> contents = new LinkedHashMap<>();
      for (Library library : libraries) {
        URL resource = resource(library);
        if (resource != null) {
          contents.put(library.file(), Content.of(resource));
        } else if (!library.isRuntime()) {
          throw new IOException(library.resource() + " for " + Loader.getPlatform()
              + " is in no jar of the class path; build Lamina on this machine with mvn package");
        }
      }
      return contents;
    }

    /** Distinct for each version and each build. */
    Path folder(Map<String, Content> contents) {
      CRC32 builds = new CRC32();
      contents.forEach((file, content) -> builds.update(ByteBuffer.allocate(Long.BYTES).putLong(0, content.crc())));
      String version = type.getPackage().getImplementationVersion();
      return Path.of("lamina", "natives", String.format("%s-%s-%s-%08x", project, version == null ? "unknown" : version,
          Loader.getPlatform(), builds.getValue()));
    }
  }

  private JavaCppLibraries() {}

  /**
   * Loads JavaCPP's own native.
   *
   * @throws DeviceException if it cannot be unpacked or loaded
   */
  public static void loadJavaCpp() {
    if (Files.isDirectory(Path.of("/proc/self"))) { // elsewhere owners are not asked for, and JavaCPP does it by itself
      load(JAVACPP);
    }
  }

  /**
   * Loads OpenBLAS with LAPACK and all that it needs.
   *
   * @throws DeviceException if it cannot be unpacked or loaded
   */
  public static void loadOpenBlas() {
    loadJavaCpp();
    if (Files.isDirectory(Path.of("/proc/self"))) {
      load(OPENBLAS);
    }
  }

  private static void load(Packaged packaged) {
    Map<String, String> loaded = Loader.getLoadedLibraries();
    if (packaged.libraries().stream().allMatch(library -> library.isRuntime() || loaded.containsKey(library.name()))) {
      return;
    }
    try {
      Map<String, Content> contents = packaged.contents();
      Path folder = PrivateFolder.unpack(UserCache.ofThisProcess(), packaged.folder(contents), contents);
      unpackTheRestTo(folder);
      for (Library library : packaged.libraries()) {
        if (contents.containsKey(library.file())) {
          load(library, folder.resolve(library.file()));
        }
      }
    } catch (IOException e) {
      throw new DeviceException("the libraries of " + packaged.project() + " could not be unpacked: " + e
          + "; set XDG_CACHE_HOME to a folder of yours that you can write to", e);
    }
  }

  private static void load(Library library, Path file) throws IOException {
    URL[] only = {file.toUri().toURL()};
    // The '#' at the end keeps JavaCPP from looking for another one in the system.
    if (Loader.loadLibrary(Loader.class, only, library.name() + "#") == null && !library.isRuntime()) {
      throw new DeviceException("the library " + file + " does not load: " + reason(file));
    }
  }

  /** JavaCPP keeps the reason to itself; loading the file once more gives the loader's own line. */
  private static String reason(Path file) {
    try {
      System.load(file.toString());
      return "JavaCPP refused it";
    } catch (UnsatisfiedLinkError e) {
      return e.getMessage() + (e.getMessage().contains("failed to map segment")
          ? "; that folder forbids running files: set XDG_CACHE_HOME to one that does not" : "");
    }
  }

  /** JavaCPP asks where to unpack once; a folder that a user has named for it stays. */
  private static void unpackTheRestTo(Path folder) throws IOException {
    if (System.getProperty(CACHE) == null) {
      System.setProperty(CACHE, folder.toString());
      try {
        Loader.getCacheDir();
      } finally {
        System.clearProperty(CACHE);
      }
    }
  }
}
