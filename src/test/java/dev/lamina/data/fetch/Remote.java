package dev.lamina.data.fetch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Small files to fetch. */
final class Remote {

  private Remote() {}

  static byte[] bytes(int count, long seed) {
    byte[] bytes = new byte[count];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** The file of these bytes, as its publisher would describe it. */
  static RemoteFile file(String name, byte[] content, Map<String, Long> holds) {
    try {
      Path copy = Files.createTempFile("remote", "");
      try {
        Files.write(copy, content);
        return new RemoteFile(name, content.length,
            Map.of("SHA-256", Digests.of(copy, "SHA-256"), "MD5", Digests.of(copy, "MD5")), holds);
      } finally {
        Files.delete(copy);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static RemoteSet set(RemoteFile file, URI... places) {
    return new RemoteSet("some-set", "a set", Arrays.asList(places), List.of(file));
  }
}
