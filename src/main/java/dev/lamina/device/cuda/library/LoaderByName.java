package dev.lamina.device.cuda.library;

import dev.lamina.device.DeviceException;
import dev.lamina.device.natives.JavaCppLibraries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;

/** The dynamic loader itself, asked for a library by its bare name as a program is that is linked with it. */
final class LoaderByName {

  private LoaderByName() {}

  /** The file that it takes, which then is loaded; nothing if it finds none. */
  static Optional<Path> find(String library) {
    try {
      JavaCppLibraries.loadJavaCpp();
      Loader.load(Loader.class); // the native half of the next line
      Loader.loadGlobal(library);
      return mapped(library, Files.readAllLines(Path.of("/proc/self/maps")));
    } catch (IOException | UnsatisfiedLinkError | DeviceException e) {
      return Optional.empty();
    }
  }

  /** @param maps see proc(5); the path, of the real file, is the sixth column */
  static Optional<Path> mapped(String library, List<String> maps) {
    String base = library.substring(0, library.indexOf(".so") + 3);
    return maps.stream().map(line -> line.split("\\s+", 6)).filter(columns -> columns.length == 6)
        .map(columns -> Path.of(columns[5]))
        .filter(path -> path.isAbsolute() && path.getFileName().toString().startsWith(base)).findFirst();
  }
}
