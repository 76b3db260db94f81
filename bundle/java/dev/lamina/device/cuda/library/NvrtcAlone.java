package dev.lamina.device.cuda.library;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** NVRTC without a driver and without CUDA's other libraries: it compiles on a machine that has no GPU. */
public final class NvrtcAlone {

  private static final Pattern NAME = Pattern.compile("libnvrtc[.]so[.]([0-9]+).*");

  private NvrtcAlone() {}

  /**
   * Loads NVRTC, and JCuda's native for it.
   *
   * @param library the file, beside which its built-in functions lie
   * @throws IOException if it is not NVRTC, or JCuda's natives cannot be unpacked
   */
  public static void load(Path library) throws IOException {
    Matcher name = NAME.matcher(library.getFileName().toString());
    if (!name.matches()) {
      throw new IOException(library + " is not NVRTC: libnvrtc.so.12 or .13 is wanted");
    }
    int major = Integer.parseInt(name.group(1));
    Path file = library.toRealPath();
    for (Path builtins : Folders.list(file.getParent(), "libnvrtc-builtins.so." + major + ".*")) {
      System.load(builtins.toString());
    }
    System.load(file.toString());
    Natives.initialiseCompiler(Natives.unpack(Environment.ofThisProcess(), major));
  }
}
