package dev.lamina.device.cuda.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.device.cuda.library.CudaLibraries.Folder;
import dev.lamina.device.cuda.library.CudaLibraries.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The order of the folders, in a file system of the test's own. */
@EnabledOnOs(OS.LINUX)
class SearchFoldersTest {

  @TempDir
  private Path root;

  private void folders(String... paths) throws IOException {
    for (String path : paths) {
      Files.createDirectories(root.resolve(path));
    }
  }

  private List<Folder> search(Map<String, String> variables) {
    return SearchFolders.of(new Environment(variables, root, List.of(root.resolve("app/cuda")), Environment.SUPPORTED));
  }

  /** The existing folders of an origin, without the root. */
  private List<String> found(Map<String, String> variables, Origin origin) {
    return search(variables).stream().filter(folder -> folder.exists() && folder.origin() == origin)
        .map(folder -> root.relativize(folder.path()).toString()).toList();
  }

  @Test
  void originsComeInOrder() throws IOException {
    folders("mine/lib64", "home/lib", "path/targets/x86_64-linux/lib", "ld", "usr/lib64", "usr/local/cuda-12.6/lib64",
        "usr/lib/python3/dist-packages/nvidia/cublas/lib", "app/cuda");
    List<Folder> folders = search(Map.of("LAMINA_CUDA_HOME", "/mine", "CUDA_HOME", "/home", "CUDA_PATH", "/path",
        "LD_LIBRARY_PATH", "/ld"));
    assertEquals(folders.stream().map(Folder::origin).sorted().toList(), folders.stream().map(Folder::origin).toList());
    assertEquals(Stream.of("mine/lib64", "mine", "home/lib", "home", "path/targets/x86_64-linux/lib", "path", "ld",
        "usr/lib64", "usr/lib", "usr/local/cuda-12.6/lib64", "usr/lib/python3/dist-packages/nvidia/cublas/lib",
        "app/cuda")
        .map(root::resolve).toList(), folders.stream().filter(Folder::exists).map(Folder::path).toList());
  }

  @Test
  void namedFoldersAreToldEvenIfNotThere() {
    List<Folder> folders = search(Map.of("LAMINA_CUDA_HOME", "/absent", "LD_LIBRARY_PATH", "/gone"));
    assertTrue(folders.contains(new Folder(root.resolve("absent/lib64"), Origin.LAMINA_CUDA_HOME, false)));
    assertTrue(folders.contains(new Folder(root.resolve("gone"), Origin.LD_LIBRARY_PATH, false)));
  }

  /** An empty entry means the current folder to the loader; code is not taken from there. */
  @Test
  void relativeFoldersAreIgnored() throws IOException {
    folders("a", "b");
    assertEquals(List.of("a", "b"), found(Map.of("LD_LIBRARY_PATH", ":/a:.:b::/b:", "CUDA_HOME", "."),
        Origin.LD_LIBRARY_PATH));
  }

  @Test
  void aFolderCountsOnce() throws IOException {
    folders("usr/local/cuda-12.6/lib64", "usr/lib");
    Files.createSymbolicLink(root.resolve("usr/local/cuda"), Path.of("cuda-12.6"));
    Files.createSymbolicLink(root.resolve("lib"), Path.of("usr/lib"));
    assertEquals(List.of("usr/local/cuda/lib64"), found(Map.of(), Origin.INSTALLED));
    assertEquals(List.of("lib"), found(Map.of(), Origin.LOADER));
    assertEquals(List.of(), found(Map.of("LD_LIBRARY_PATH", "/usr/lib"), Origin.LOADER));
  }

  @Test
  void newestInstallationsComeFirst() throws IOException {
    folders("usr/local/cuda-9.2/lib64", "usr/local/cuda-12.10/lib64", "usr/local/cuda-12.9/lib64",
        "usr/local/cuda/lib64", "usr/local/cuda-13/lib64", "opt/cuda/lib64");
    assertEquals(List.of("usr/local/cuda/lib64", "usr/local/cuda-13/lib64", "usr/local/cuda-12.10/lib64",
        "usr/local/cuda-12.9/lib64", "usr/local/cuda-9.2/lib64", "opt/cuda/lib64"), found(Map.of(), Origin.INSTALLED));
  }

  @Test
  void loaderConfigurationIsFollowed() throws IOException {
    folders("etc/ld.so.conf.d", "one", "two", "three", "four", "usr/lib/x86_64-linux-gnu");
    Files.writeString(root.resolve("etc/ld.so.conf"), """
        # comment
        /one   # the first
        include ld.so.conf.d/*.conf /etc/more
        include /etc/ld.so.conf
        relative
        hwcap 0 nosegneg
        /four
        """);
    Files.writeString(root.resolve("etc/ld.so.conf.d/b.conf"), "/three\n/absent\n");
    Files.writeString(root.resolve("etc/ld.so.conf.d/a.conf"), "\n/two\n");
    Files.writeString(root.resolve("etc/ld.so.conf.d/c.off"), "/usr/off\n");
    assertEquals(List.of("one", "two", "three", "four", "usr/lib/x86_64-linux-gnu", "usr/lib"),
        found(Map.of(), Origin.LOADER));
  }

  /** Containers get the driver by a mount, and by a run of ldconfig on folders that no configuration names. */
  @Test
  void theDriverOfAContainerIsFound() throws IOException {
    folders("usr/local/nvidia/lib64", "usr/local/nvidia/lib", "etc", "mount");
    assertEquals(List.of("usr/local/nvidia/lib64", "usr/local/nvidia/lib"), found(Map.of(), Origin.INSTALLED));
    Files.write(root.resolve("etc/ld.so.cache"), LoaderCacheTest.cache("libcuda.so.1", 0x0303, "/mount/libcuda.so.1"));
    Files.createFile(root.resolve("mount/libcuda.so.1"));
    assertEquals(List.of("mount"), found(Map.of(), Origin.LOADER));
  }

  @Test
  void theLoaderIsAskedLastAndOnlyForAMissingDriver() throws IOException {
    folders("store/lib", "app/cuda", "usr/lib");
    Folder asked = new Folder(root.resolve("store/lib"), Origin.LOADER, true);
    Environment environment = new Environment(Map.of(), root, List.of(root.resolve("app/cuda")), Environment.SUPPORTED,
        name -> Optional.of(root.resolve("store/lib").resolve(name)));
    List<Folder> folders = SearchFolders.of(environment);
    assertEquals(asked, folders.get(folders.size() - 1));
    Files.createFile(root.resolve("app/cuda/libcuda.so.1"));
    assertFalse(SearchFolders.of(environment).contains(asked));
  }

  @Test
  void pythonPackagesOfAllKinds() throws IOException {
    folders("venv/lib/python3.11/site-packages/nvidia/cu13/lib", "conda/lib/python3.12/site-packages/nvidia/cublas/lib",
        "opt/python/bin", "opt/python/lib/python3.10/site-packages/nvidia/cusolver/lib", "tools/bin",
        "tools/lib/python3.9/site-packages/nvidia/cublas/lib",
        "usr/local/lib/python3.9/dist-packages/nvidia/cublas/lib",
        "usr/local/lib/python3.11/site-packages/nvidia/cublas/lib",
        "usr/lib/python3/dist-packages/nvidia/cuda_nvrtc/lib",
        "home/me/.local/lib/python3.11/site-packages/nvidia/nvjitlink/lib");
    Path python = Files.createFile(root.resolve("opt/python/bin/python3"));
    assertTrue(python.toFile().setExecutable(true));
    Files.createSymbolicLink(root.resolve("tools/bin/python3"), python);
    assertEquals(List.of("venv/lib/python3.11/site-packages/nvidia/cu13/lib",
        "conda/lib/python3.12/site-packages/nvidia/cublas/lib",
        "tools/lib/python3.9/site-packages/nvidia/cublas/lib",
        "opt/python/lib/python3.10/site-packages/nvidia/cusolver/lib",
        "usr/local/lib/python3.11/site-packages/nvidia/cublas/lib",
        "usr/local/lib/python3.9/dist-packages/nvidia/cublas/lib",
        "usr/lib/python3/dist-packages/nvidia/cuda_nvrtc/lib",
        "home/me/.local/lib/python3.11/site-packages/nvidia/nvjitlink/lib",
        "conda/lib"),
        found(Map.of("VIRTUAL_ENV", "/venv", "CONDA_PREFIX", "/conda", "PATH", "/nothing:/tools/bin:/opt/python/bin",
            "HOME", "/home/me"), Origin.PYTHON));
  }
}
