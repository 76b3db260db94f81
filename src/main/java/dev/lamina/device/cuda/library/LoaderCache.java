package dev.lamina.device.cuda.library;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The dynamic loader's cache, {@code /etc/ld.so.cache}. Containers run ldconfig on folders that no configuration names,
 * and then the cache alone knows where the driver is.
 *
 * <p>The layout is that of {@code struct cache_file_new} in glibc's {@code dl-cache.h}; an older one may come before
 * it.
 */
final class LoaderCache {
  private static final byte[] MAGIC = "glibc-ld.so.cache1.1".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER = 48;
  private static final int ENTRY = 24;

  /** Of an entry's flags, those of its architecture, and their value on x86-64. */
  private static final int ARCHITECTURE = 0xff00;
  private static final int X86_64 = 0x0300;

  private LoaderCache() {}

  /** The files that a cache has for a library, the loader's first choice first; none if it is damaged or not there. */
  static List<String> filesOf(String library, Path cache) {
    try {
      byte[] bytes = Files.readAllBytes(cache);
      int from = start(bytes);
      return from < 0 ? List.of() : filesOf(library, ByteBuffer.wrap(bytes, from, bytes.length - from).slice());
    } catch (IOException | IndexOutOfBoundsException e) {
      return List.of();
    }
  }

  private static List<String> filesOf(String library, ByteBuffer cache) {
    cache.order(ByteOrder.LITTLE_ENDIAN);
    List<String> files = new ArrayList<>();
    int entries = cache.getInt(MAGIC.length);
    for (int i = 0; i < entries; i++) {
      int at = HEADER + ENTRY * i;
      if ((cache.getInt(at) & ARCHITECTURE) == X86_64 && text(cache, cache.getInt(at + 4)).equals(library)) {
        files.add(text(cache, cache.getInt(at + 8)));
      }
    }
    return files;
  }

  private static String text(ByteBuffer cache, int at) {
    int end = at;
    while (cache.get(end) != 0) {
      end++;
    }
    return new String(cache.array(), cache.arrayOffset() + at, end - at, StandardCharsets.UTF_8);
  }

  private static int start(byte[] bytes) {
    for (int i = 0; i + HEADER <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + MAGIC.length, MAGIC, 0, MAGIC.length)) {
        return i;
      }
    }
    return -1;
  }
}
