package dev.lamina.device.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelCacheTest {
  private static final String KEY = KernelCache.key(List.of("text", "options", "12.6"));

  @TempDir
  private Path folder;

  private static byte[] image(long seed, int length) {
    byte[] image = new byte[length];
    new SplittableRandom(seed).nextBytes(image);
    return image;
  }

  @Test
  void returnsWhatWasStored() {
    KernelCache cache = new KernelCache(folder.resolve("not").resolve("there yet"));
    assertTrue(cache.load(KEY).isEmpty());
    cache.store(KEY, image(1, 5000));
    assertArrayEquals(image(1, 5000), cache.load(KEY).orElseThrow());
    cache.store(KEY, image(2, 70));
    assertArrayEquals(image(2, 70), cache.load(KEY).orElseThrow());
  }

  /** Whatever part of the key differs, and wherever one part ends and the next begins. */
  @Test
  void keysDiffer() {
    assertEquals(KEY, KernelCache.key(List.of("text", "options", "12.6")));
    assertNotEquals(KEY, KernelCache.key(List.of("text", "options", "13.0")));
    assertNotEquals(KEY, KernelCache.key(List.of("texto", "ptions", "12.6")));
  }

  @Test
  void anAlteredFileIsNotLoaded() throws IOException {
    KernelCache cache = new KernelCache(folder);
    cache.store(KEY, image(3, 300));
    Path file = folder.resolve(KEY + ".cubin");
    byte[] whole = Files.readAllBytes(file);
    for (int length : new int[] {0, 1, 31, 32, 33, whole.length - 1}) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertTrue(cache.load(KEY).isEmpty(), "cut to " + length);
    }
    for (int at : new int[] {0, 31, 32, whole.length - 1}) {
      byte[] altered = whole.clone();
      altered[at] ^= 1;
      Files.write(file, altered);
      assertTrue(cache.load(KEY).isEmpty(), "altered at " + at);
    }
    cache.store(KEY, image(3, 300));
    assertArrayEquals(image(3, 300), cache.load(KEY).orElseThrow());
  }

  /** Readers see a whole file or none, and no writer leaves a part behind. */
  @Test
  void manyWritersAtOnce() throws IOException {
    KernelCache cache = new KernelCache(folder);
    IntStream.range(0, 200).parallel().forEach(i -> {
      cache.store(KEY, image(4, 20_000));
      assertArrayEquals(image(4, 20_000), cache.load(KEY).orElseThrow());
    });
    try (var files = Files.list(folder)) {
      assertEquals(List.of(KEY + ".cubin"), files.map(file -> file.getFileName().toString()).toList());
    }
  }

  @Test
  void aFolderThatCannotBeMadeCostsOnlyTime() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    KernelCache cache = new KernelCache(file);
    cache.store(KEY, image(5, 10));
    assertTrue(cache.load(KEY).isEmpty());
  }

  /** Kernels run with the user's rights, like any library. */
  @Test
  void isClosedToOthers() throws IOException {
    Path open = Files.createDirectory(folder.resolve("kernels"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    KernelCache cache = new KernelCache(open);
    cache.store(KEY, image(6, 40));
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(open)));
    assertArrayEquals(image(6, 40), cache.load(KEY).orElseThrow());
  }

  @Test
  void aFileThatOthersCouldWriteIsNotLoaded() throws IOException {
    KernelCache cache = new KernelCache(folder);
    cache.store(KEY, image(7, 40));
    Path file = folder.resolve(KEY + ".cubin");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    assertTrue(cache.load(KEY).isEmpty());
    Path elsewhere = Files.move(file, folder.resolve("elsewhere"));
    Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rw-------"));
    Files.createSymbolicLink(file, elsewhere);
    assertTrue(cache.load(KEY).isEmpty());
    cache.store(KEY, image(7, 40));
    assertArrayEquals(image(7, 40), cache.load(KEY).orElseThrow());
  }

  @Test
  void isBelowTheUsersCache() {
    KernelCache.ofUser(Optional.of(folder)).store(KEY, image(9, 40));
    assertArrayEquals(image(9, 40), new KernelCache(folder.resolve("lamina/kernels")).load(KEY).orElseThrow());
    KernelCache none = KernelCache.ofUser(Optional.empty());
    none.store(KEY, image(9, 40));
    assertTrue(none.load(KEY).isEmpty());
  }

  @Test
  void aFolderThatIsNotTheUsersIsNotUsed() throws IOException {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    KernelCache linked = new KernelCache(Files.createSymbolicLink(folder.resolve("link"), elsewhere));
    linked.store(KEY, image(8, 40));
    assertTrue(linked.load(KEY).isEmpty());
    Path everyones = Files.createDirectory(folder.resolve("everyones"));
    Files.setPosixFilePermissions(everyones, PosixFilePermissions.fromString("rwxrwxrwx"));
    KernelCache below = KernelCache.ofUser(Optional.of(everyones));
    below.store(KEY, image(8, 40));
    assertTrue(below.load(KEY).isEmpty());
    for (Path untouched : List.of(elsewhere, everyones)) {
      try (var files = Files.list(untouched)) {
        assertEquals(0, files.count());
      }
    }
  }
}
