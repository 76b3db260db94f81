package dev.lamina.device.cuda.library;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Where the natives are unpacked, and what is found there already. */
@EnabledOnOs(OS.LINUX)
class NativesTest {

  @TempDir
  private Path root;

  private Path unpack(String... variable) throws IOException {
    return Natives.unpack(
        new Environment(Map.of(variable[0], variable[1]), root, List.of(), Environment.SUPPORTED), 13);
  }

  private static void assertComplete(Path folder) throws IOException {
    Map<String, byte[]> files = Natives.files(13);
    assertEquals(files.keySet().stream().sorted().toList(),
        Folders.list(folder, "*").stream().map(path -> path.getFileName().toString()).toList());
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      assertArrayEquals(file.getValue(), Files.readAllBytes(folder.resolve(file.getKey())), file.getKey());
      assertPermissions("rwx------", folder.resolve(file.getKey()));
    }
    assertPermissions("rwx------", folder);
  }

  private static void assertPermissions(String permissions, Path path) throws IOException {
    assertEquals(permissions, PosixFilePermissions.toString(Files.getPosixFilePermissions(path)), path::toString);
  }

  private static void permit(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  @Test
  void areTheFourThatAreUsed() {
    assertEquals(List.of("libJCudaDriver-12.6.0-linux-x86_64.so", "libJNvrtc-12.6.0-linux-x86_64.so",
        "libJCublas2-12.6.0-linux-x86_64.so", "libJCusolver-12.6.0-linux-x86_64.so"), Natives.names());
  }

  @Test
  void goToTheUsersCache() throws IOException {
    Path folder = unpack("HOME", "/home/me");
    assertComplete(folder);
    assertEquals(root.resolve("home/me/.cache/lamina/natives").toRealPath(), folder.getParent());
    assertTrue(folder.getFileName().toString().matches("12\\.6\\.0-cuda13-[0-9a-f]{16}"), folder::toString);
    assertEquals(folder.getFileName(), unpack("XDG_CACHE_HOME", "/cache").getFileName());
    assertComplete(root.resolve("cache/lamina/natives").resolve(folder.getFileName()));
    Path other = Natives.unpack(
        new Environment(Map.of("XDG_CACHE_HOME", "/cache"), root, List.of(), Environment.SUPPORTED), 12);
    assertNotEquals(folder.getFileName(), other.getFileName());
  }

  @Test
  void areWrittenOnce() throws IOException {
    Path file = unpack("XDG_CACHE_HOME", "/cache").resolve(Natives.names().get(0));
    FileTime time = FileTime.fromMillis(1_000_000_000_000L);
    Files.setLastModifiedTime(file, time);
    unpack("XDG_CACHE_HOME", "/cache");
    assertEquals(time, Files.getLastModifiedTime(file));
  }

  @Test
  void areReplacedWhenTheyAreOthers() throws IOException {
    Path folder = unpack("XDG_CACHE_HOME", "/cache");
    Path changed = folder.resolve(Natives.names().get(0));
    byte[] bytes = Files.readAllBytes(changed);
    bytes[bytes.length / 2]++;
    Files.write(changed, bytes);
    Path link = folder.resolve(Natives.names().get(1));
    Path target = Files.copy(link, root.resolve("target"));
    Files.delete(link);
    Files.createSymbolicLink(link, target);
    permit(folder.resolve(Natives.names().get(2)), "rwxrwxrwx");
    Files.delete(folder.resolve(Natives.names().get(3)));
    unpack("XDG_CACHE_HOME", "/cache");
    assertComplete(folder);
    assertTrue(Files.isRegularFile(target) && !Files.isSymbolicLink(link));
  }

  @Test
  void foldersAreClosedToOthers() throws IOException {
    Path folder = unpack("XDG_CACHE_HOME", "/cache");
    permit(folder, "rwxrwxrwx");
    permit(folder.getParent(), "rwxrwxr-x");
    assertEquals(folder, unpack("XDG_CACHE_HOME", "/cache"));
    assertPermissions("rwx------", folder);
    assertPermissions("rwxr-xr-x", folder.getParent());
  }

  @Test
  void aCacheOfEveryoneIsNotUsed() throws IOException {
    permit(Files.createDirectory(root.resolve("cache")), "rwxrwxrwx");
    assertTemporary(unpack("XDG_CACHE_HOME", "/cache"));
  }

  @Test
  void aLinkInThePlaceOfAFolderIsNotFollowed() throws IOException {
    Files.createDirectories(root.resolve("cache"));
    Files.createSymbolicLink(root.resolve("cache/lamina"), Files.createDirectory(root.resolve("elsewhere")));
    assertTemporary(unpack("XDG_CACHE_HOME", "/cache"));
    assertEquals(List.of(), Folders.list(root.resolve("elsewhere"), "*"));
  }

  @Test
  void withoutACacheEachProcessHasItsOwn() throws IOException {
    assertTemporary(unpack("XDG_CACHE_HOME", "relative"));
    Files.writeString(root.resolve("file"), "no folder");
    Path folder = unpack("HOME", "/file");
    assertTemporary(folder);
    assertNotEquals(folder, unpack("HOME", "/file"));
  }

  private void assertTemporary(Path folder) throws IOException {
    assertEquals(Path.of(System.getProperty("java.io.tmpdir")), folder.getParent());
    assertComplete(folder);
  }

  @Test
  void manyMayUnpackAtOnce() throws IOException, InterruptedException, ExecutionException {
    ExecutorService workers = Executors.newFixedThreadPool(8);
    try {
      List<Future<Path>> folders = IntStream.range(0, 24)
          .mapToObj(i -> workers.submit(() -> unpack("XDG_CACHE_HOME", "/cache"))).toList();
      for (Future<Path> folder : folders) {
        assertEquals(folders.get(0).get(), folder.get());
      }
      assertComplete(folders.get(0).get());
    } finally {
      workers.shutdownNow();
    }
  }
}
