package dev.lamina.device.cuda.library;

import dev.lamina.device.cuda.library.CudaLibraries.Folder;
import dev.lamina.device.cuda.library.CudaLibraries.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where CUDA's libraries are looked for, in order; a folder that is reached in two ways counts the first time. */
final class SearchFolders {
  private final Environment environment;
  private final Map<Path, Folder> folders = new LinkedHashMap<>();

  private SearchFolders(Environment environment) {
    this.environment = environment;
  }

  static List<Folder> of(Environment environment) {
    SearchFolders search = new SearchFolders(environment);
    search.addNamed(Origin.LAMINA_CUDA_HOME);
    search.addNamed(Origin.CUDA_HOME);
    search.addNamed(Origin.CUDA_PATH);
    search.addLoaderPath();
    LoaderFolders.of(environment).forEach(folder -> search.add(folder, Origin.LOADER));
    search.addInstalled();
    PythonFolders.of(environment).forEach(folder -> search.add(folder, Origin.PYTHON));
    environment.fetched().forEach(folder -> search.add(folder, Origin.LAMINA));
    if (search.folders.keySet().stream().noneMatch(folder -> Files.exists(folder.resolve(CudaNames.DRIVER)))) {
      environment.loader().apply(CudaNames.DRIVER).ifPresent(file -> search.add(file.getParent(), Origin.LOADER));
    }
    return List.copyOf(search.folders.values());
  }

  private void addNamed(Origin variable) {
    environment.folder(variable.name()).ifPresent(home -> {
      addToolkit(home, variable);
      add(home, variable);
    });
  }

  private void addLoaderPath() {
    String variable = Origin.LD_LIBRARY_PATH.name();
    for (String entry : environment.variables().getOrDefault(variable, "").split("[:;]")) {
      environment.absolute(entry).ifPresent(folder -> add(folder, Origin.LD_LIBRARY_PATH));
    }
  }

  private void addInstalled() {
    for (Path home : Folders.newestFirst(environment.at("/usr/local"), "cuda*")) {
      addToolkit(home, Origin.INSTALLED);
    }
    addToolkit(environment.at("/opt/cuda"), Origin.INSTALLED);
    // The driver's in containers, under Windows' Linux subsystem and on NixOS.
    add(environment.at("/usr/local/nvidia/lib64"), Origin.INSTALLED);
    add(environment.at("/usr/local/nvidia/lib"), Origin.INSTALLED);
    add(environment.at("/usr/lib/wsl/lib"), Origin.INSTALLED);
    add(environment.at("/run/opengl-driver/lib"), Origin.INSTALLED);
  }

  private void addToolkit(Path home, Origin origin) {
    for (String libraries : List.of("lib64", "lib", "targets/x86_64-linux/lib")) {
      add(home.resolve(libraries), origin);
    }
  }

  private void add(Path path, Origin origin) {
    try {
      folders.putIfAbsent(path.toRealPath(), new Folder(path, origin, Files.isDirectory(path)));
    } catch (IOException e) {
      folders.putIfAbsent(path, new Folder(path, origin, false));
    }
  }
}
