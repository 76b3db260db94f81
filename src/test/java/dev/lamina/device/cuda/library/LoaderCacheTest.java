package dev.lamina.device.cuda.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class LoaderCacheTest {
  private static final int X86_64 = 0x0303;
  private static final int I386 = 0x0003;

  @TempDir
  private Path folder;

  /** @param entries name, flags and file by turns */
  static byte[] cache(Object... entries) throws IOException {
    int count = entries.length / 3;
    int strings = 48 + 24 * count;
    ByteBuffer table = ByteBuffer.allocate(strings).order(ByteOrder.LITTLE_ENDIAN);
    table.put("glibc-ld.so.cache1.1".getBytes(StandardCharsets.US_ASCII)).putInt(count).position(48);
    ByteArrayOutputStream texts = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      int name = strings + texts.size();
      texts.write((entries[3 * i] + "\0").getBytes(StandardCharsets.UTF_8));
      int file = strings + texts.size();
      texts.write((entries[3 * i + 2] + "\0").getBytes(StandardCharsets.UTF_8));
      table.putInt((Integer) entries[3 * i + 1]).putInt(name).putInt(file).putInt(0).putLong(0);
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(table.array());
    texts.writeTo(all);
    return all.toByteArray();
  }

  private List<String> files(byte[] cache) throws IOException {
    return LoaderCache.filesOf("libcuda.so.1", Files.write(folder.resolve("ld.so.cache"), cache));
  }

  @Test
  void findsTheFilesOfThisArchitecture() throws IOException {
    byte[] cache = cache("libcuda.so", X86_64, "/a/libcuda.so", "libcuda.so.1", I386, "/32/libcuda.so.1",
        "libcuda.so.1", X86_64, "/b/libcuda.so.1", "libcudart.so.12", X86_64, "/c/libcudart.so.12", "libcuda.so.1",
        X86_64, "/d/libcuda.so.1");
    assertEquals(List.of("/b/libcuda.so.1", "/d/libcuda.so.1"), files(cache));
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.write("ld.so-1.7.0\0\0\0\0\0".getBytes(StandardCharsets.US_ASCII));
    both.write(cache);
    assertEquals(List.of("/b/libcuda.so.1", "/d/libcuda.so.1"), files(both.toByteArray()), "behind the old layout");
  }

  @Test
  void damagedCachesGiveNothing() throws IOException {
    byte[] cache = cache("libcuda.so.1", X86_64, "/a/libcuda.so.1");
    for (int length = 0; length < cache.length; length++) {
      assertEquals(List.of(), files(Arrays.copyOf(cache, length)), "cut to " + length);
    }
    assertEquals(List.of(), LoaderCache.filesOf("libcuda.so.1", folder.resolve("none")));
  }

  /** The cache of a usual Linux, as ldconfig wrote it. */
  @Test
  void readsThisMachines() {
    Path cache = Path.of("/etc/ld.so.cache");
    if (Files.exists(cache)) {
      assertFalse(LoaderCache.filesOf("libc.so.6", cache).isEmpty());
    }
  }
}
