package dev.lamina.device.cuda.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the dynamic loader looks by itself: the folders of {@code /etc/ld.so.conf}, then the system's (ld.so(8)), then
 * where its cache has the driver.
 */
final class LoaderFolders {

  /** More files than a sane configuration has, so that files which include each other come to an end. */
  private static final int MOST_FILES = 1000;

  private final Environment environment;
  private final List<Path> folders = new ArrayList<>();
  private int files;

  private LoaderFolders(Environment environment) {
    this.environment = environment;
  }

  static List<Path> of(Environment environment) {
    LoaderFolders loader = new LoaderFolders(environment);
    loader.read(environment.at("/etc/ld.so.conf"));
    for (String folder : List.of("/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu", "/lib64", "/usr/lib64", "/lib",
        "/usr/lib")) {
      loader.folders.add(environment.at(folder));
    }
    for (String driver : LoaderCache.filesOf(CudaNames.DRIVER, environment.at("/etc/ld.so.cache"))) {
      environment.absolute(driver).ifPresent(file -> loader.folders.add(file.getParent()));
    }
    return loader.folders;
  }

  private void read(Path file) {
    if (++files > MOST_FILES) {
      return;
    }
    for (String line : lines(file)) {
      String text = line.replaceFirst("#.*", "").trim();
      if (text.matches("include\\s.*")) {
        for (String pattern : text.split("\\s+")) {
          include(file, pattern);
        }
      } else {
        environment.absolute(text).ifPresent(folders::add);
      }
    }
  }

  private void include(Path file, String pattern) {
    Path path = pattern.startsWith("/") ? environment.at(pattern) : file.resolveSibling(pattern);
    Folders.list(path.getParent(), path.getFileName().toString()).forEach(this::read);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of();
    }
  }
}
