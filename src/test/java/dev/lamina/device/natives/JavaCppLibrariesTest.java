package dev.lamina.device.natives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.device.cpu.CpuDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Where OpenBLAS is loaded from, in a process of its own: a library is loaded once. */
@EnabledOnOs(OS.LINUX)
class JavaCppLibrariesTest {
  private static final List<String> OURS = List.of("openblas", "javacpp", "gfortran", "quadmath");

  @TempDir
  private Path root;

  private Path home;
  private Path temporary;

  @BeforeEach
  void makeFolders() throws IOException {
    home = Files.createDirectory(root.resolve("home"));
    temporary = Files.createDirectory(root.resolve("tmp"));
  }

  /** Opens the device and prints which files are mapped. */
  static final class Opens {
    public static void main(String[] arguments) throws IOException {
      new CpuDevice(1).close();
      Files.readAllLines(Path.of("/proc/self/maps")).stream().map(line -> line.split("\\s+", 6))
          .filter(columns -> columns.length == 6 && columns[5].contains(".so")).map(columns -> columns[5]).distinct()
          .forEach(System.out::println);
    }
  }

  /** The libraries that a process has loaded, which has this cache and a user without a name. */
  private List<Path> loaded(String cache) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1", "-Djava.io.tmpdir=" + temporary, "-Duser.home=?", "-Duser.name=?", "-cp",
        System.getProperty("java.class.path"), Opens.class.getName()));
    ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true);
    builder.environment().keySet().removeAll(List.of("HOME", "XDG_CACHE_HOME"));
    builder.environment().putAll(Map.of("XDG_CACHE_HOME", cache));
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes());
    assertEquals(0, process.waitFor(), output);
    List<Path> files = output.lines().map(Path::of)
        .filter(path -> OURS.stream().anyMatch(path.getFileName().toString()::contains)).toList();
    assertTrue(files.stream().anyMatch(path -> path.endsWith("libjniopenblas.so")), output);
    assertTrue(files.stream().anyMatch(path -> path.endsWith("libjnijavacpp.so")), output);
    assertEquals(List.of(), names(home), "left in the working directory");
    return files;
  }

  private static List<String> names(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void comeFromTheUsersOwnCache() throws IOException, InterruptedException {
    Path cache = root.resolve("cache");
    for (Path file : loaded(cache.toString())) {
      assertTrue(file.startsWith(cache.toRealPath().resolve("lamina/natives")), file::toString);
      assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())));
      assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }
    assertEquals(List.of(), names(temporary).stream().filter(name -> !name.startsWith("hsperf")).toList());
  }

  /** One bit is another; length and time are kept. */
  @Test
  void areRepairedWhenDamaged() throws IOException, InterruptedException {
    Path cache = root.resolve("cache");
    for (Path file : loaded(cache.toString())) {
      byte[] whole = Files.readAllBytes(file);
      FileTime time = Files.getLastModifiedTime(file);
      byte[] damaged = whole.clone();
      damaged[whole.length / 3] ^= 1;
      Files.write(file, damaged);
      Files.setLastModifiedTime(file, time);
    }
    for (Path file : loaded(cache.toString())) {
      String resource = file.getFileName().toString().replace("libopenblas_nolapack.so.0", "libopenblas.so.0");
      String project = resource.contains("javacpp") ? "javacpp" : "openblas";
      try (var in = CpuDevice.class.getResourceAsStream("/org/bytedeco/" + project + "/"
          + Loader.getPlatform() + "/" + resource)) {
        assertTrue(Arrays.equals(in.readAllBytes(), Files.readAllBytes(file)), file::toString);
      }
    }
  }

  /** The folders that JavaCPP would use then have names that anyone can guess. */
  @Test
  void withoutACacheComeFromAFreshFolderThatIsDeleted() throws IOException, InterruptedException {
    Path planted = Files.createDirectories(temporary.resolve(".javacpp-?/cache"));
    Files.writeString(root.resolve("file"), "no folder");
    for (String cache : List.of(root.resolve("file").toString(), "relative")) {
      for (Path file : loaded(cache)) {
        assertTrue(file.startsWith(temporary.toRealPath()), file::toString);
        assertTrue(file.getParent().getFileName().toString().startsWith("lamina-natives-"), file::toString);
      }
      assertEquals(List.of(".javacpp-?"),
          names(temporary).stream().filter(name -> !name.startsWith("hsperf")).toList(), "left behind");
      assertEquals(List.of(), names(planted));
    }
  }
}
