package dev.lamina.device.cuda.library;

import dev.lamina.device.DeviceException;
import dev.lamina.device.natives.Content;
import dev.lamina.device.natives.PrivateFolder;
import dev.lamina.device.natives.UserCache;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jcuda.JCudaVersion;
import jcuda.LibUtils;

/**
 * JCuda's natives: taken from its jars, made to ask for the CUDA that is there, and loaded from a folder that is the
 * user's alone.
 *
 * <p>JCuda's own loader unpacks them into a file of predictable name in the shared temporary folder, and loads whatever
 * lies there already. So it is given a temporary folder in which the right files lie.
 */
final class Natives {

  /** The runtime API is not used, and cuBLAS and cuSOLVER take its streams without its native. */
  private static final Native COMPILER = new Native("JNvrtc", "jcuda.nvrtc.JNvrtc");
  private static final List<Native> ALL = List.of(
      new Native("JCudaDriver", "jcuda.driver.JCudaDriver"),
      COMPILER,
      new Native("JCublas2", "jcuda.jcublas.JCublas2"),
      new Native("JCusolver", "jcuda.jcusolver.JCusolverDn"));

  /**
   * A native and the class that loads it when it is initialised.
   *
   * @param name as JCuda calls it
   */
  private record Native(String name, String type) {

    /** The name that JCuda's loader gives its file. */
    String file() {
      return LibUtils.createLibraryFileName(LibUtils.createPlatformLibraryName(name + "-" + JCudaVersion.get()));
    }
  }

  private Natives() {}

  /** The names of the files. */
  static List<String> names() {
    return ALL.stream().map(Native::file).toList();
  }

  /** The files that ask for the libraries of a version of CUDA, by name. */
  static Map<String, byte[]> files(int major) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (String name : names()) {
      byte[] bytes = packaged(name);
      files.put(name, major == CudaNames.LINKED ? bytes : ElfRetarget.apply(name, bytes, CudaNames.renames(major)));
    }
    return files;
  }

  /** A file as it is in JCuda's jars. */
  static byte[] packaged(String name) throws IOException {
    try (InputStream in = LibUtils.class.getResourceAsStream("/lib/" + name)) {
      if (in == null) {
        throw new IOException(name + " is in no jar of the class path");
      }
      return in.readAllBytes();
    }
  }

  /**
   * Unpacks the files into the user's cache, or where that is not possible into a temporary folder.
   *
   * @return the folder, which holds exactly the files of the jars, made to fit that version of CUDA
   */
  static Path unpack(Environment environment, int major) throws IOException {
    Map<String, byte[]> files = files(major);
    String name = JCudaVersion.get() + "-cuda" + major + "-" + digest(files).substring(0, 16);
    Map<String, Content> contents = new LinkedHashMap<>();
    files.forEach((file, bytes) -> contents.put(file, Content.of(bytes)));
    return PrivateFolder.unpack(UserCache.of(environment::folder), Path.of("lamina", "natives", name), contents);
  }

  /**
   * Initialises JCuda's classes, which load the natives.
   *
   * @param folder as unpacked
   * @throws DeviceException if one does not load
   */
  static void initialise(Path folder) {
    initialise(folder, ALL);
  }

  /** Initialises NVRTC's class alone, which needs none of the other libraries. */
  static void initialiseCompiler(Path folder) {
    initialise(folder, List.of(COMPILER));
  }

  private static void initialise(Path folder, List<Native> natives) {
    String temporary = System.getProperty("java.io.tmpdir");
    System.setProperty("java.io.tmpdir", folder.toString());
    try {
      natives.forEach(one -> initialise(folder.resolve(one.file()), one.type()));
    } finally {
      System.setProperty("java.io.tmpdir", temporary);
    }
  }

  private static void initialise(Path file, String type) {
    try {
      Class.forName(type, true, Natives.class.getClassLoader());
    } catch (ClassNotFoundException | LinkageError e) {
      String reason = reason(file, e);
      throw new DeviceException("JCuda's class " + type + " does not load: " + reason + "; "
          + (reason.contains("failed to map segment")
              ? "that folder forbids running files: set XDG_CACHE_HOME to one that does not"
              : "'lamina doctor' tells which libraries were taken"), e);
    }
  }

  /** JCuda's message is two stack traces; loading the file once more gives the loader's own line. */
  private static String reason(Path file, Throwable failure) {
    try {
      System.load(file.toString());
      return failure.toString().lines().findFirst().orElse("");
    } catch (UnsatisfiedLinkError e) {
      return e.getMessage();
    }
  }

  private static String digest(Map<String, byte[]> files) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      files.values().forEach(digest::update);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
