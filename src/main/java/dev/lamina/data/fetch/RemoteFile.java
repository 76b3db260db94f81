package dev.lamina.data.fetch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A file as it is published.
 *
 * @param name its name in every place
 * @param bytes its size
 * @param checksums lower-case hexadecimal digests by algorithm, {@code SHA-256} or {@code MD5}; at least one
 * @param holds names and bytes of what is unpacked from it, where it is a {@code .tar.gz}; else empty
 */
public record RemoteFile(String name, long bytes, Map<String, String> checksums, Map<String, Long> holds) {

  public RemoteFile {
    checksums = Map.copyOf(checksums);
    holds = Collections.unmodifiableMap(new LinkedHashMap<>(holds));
    if (checksums.isEmpty()) {
      throw new IllegalArgumentException(name + " has no checksum, so nothing could be said about a copy of it");
    }
  }

  /** Whether it is only brought for what is in it. */
  public boolean isArchive() {
    return !holds.isEmpty();
  }

  /**
   * Holds a copy against size and checksums.
   *
   * @return what is wrong with the copy, if anything is
   */
  Optional<String> fault(Path copy) throws IOException {
    long size = Files.size(copy);
    if (size != bytes) {
      return Optional.of(size + " bytes instead of " + bytes);
    }
    for (Map.Entry<String, String> expected : checksums.entrySet()) {
      String found = Digests.of(copy, expected.getKey());
      if (!found.equals(expected.getValue().toLowerCase(Locale.ROOT))) {
        return Optional.of(expected.getKey() + " " + shortened(found) + " instead of "
            + shortened(expected.getValue()));
      }
    }
    return Optional.empty();
  }

  private static String shortened(String digest) {
    return digest.substring(0, Math.min(12, digest.length())) + "...";
  }
}
