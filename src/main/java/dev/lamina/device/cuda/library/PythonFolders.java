package dev.lamina.device.cuda.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The folders of NVIDIA's Python packages ({@code nvidia-cublas-cu12}, {@code nvidia-cublas}, ...), which most machines
 * with PyTorch or JAX have, and of conda's.
 */
final class PythonFolders {

  private PythonFolders() {}

  static List<Path> of(Environment environment) {
    List<Path> prefixes = new ArrayList<>();
    environment.folder("VIRTUAL_ENV").ifPresent(prefixes::add);
    environment.folder("CONDA_PREFIX").ifPresent(prefixes::add);
    prefixes.addAll(prefixesOfPython(environment));
    prefixes.add(environment.at("/usr/local"));
    prefixes.add(environment.at("/usr"));
    environment.folder("HOME").ifPresent(home -> prefixes.add(home.resolve(".local")));

    List<Path> folders = new ArrayList<>();
    for (Path prefix : prefixes) {
      for (String libraries : List.of("lib", "lib64")) {
        for (Path python : Folders.newestFirst(prefix.resolve(libraries), "python3*")) {
          for (String packages : List.of("site-packages", "dist-packages")) {
            for (Path nvidia : Folders.list(python.resolve(packages).resolve("nvidia"), "*")) {
              folders.add(nvidia.resolve("lib"));
            }
          }
        }
      }
    }
    environment.folder("CONDA_PREFIX").ifPresent(prefix -> folders.add(prefix.resolve("lib")));
    return folders;
  }

  /** Where the first {@code python3} of the PATH is installed: a virtual environment, and what it was made from. */
  private static List<Path> prefixesOfPython(Environment environment) {
    for (String entry : environment.variables().getOrDefault("PATH", "").split(":")) {
      Path python = environment.absolute(entry).map(folder -> folder.resolve("python3")).orElse(null);
      if (python != null && Files.isExecutable(python)) {
        try {
          return List.of(prefix(python), prefix(python.toRealPath()));
        } catch (IOException e) {
          return List.of();
        }
      }
    }
    return List.of();
  }

  private static Path prefix(Path python) {
    return python.resolve("../..").normalize();
  }
}
