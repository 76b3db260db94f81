package dev.lamina.device.cuda.library;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One version that a library needs of another ({@code Elfxx_Vernaux} with the file of its {@code Elfxx_Verneed}).
 *
 * @param file the library that must have it
 * @param version its name
 * @param number what the symbols of that version are marked with
 * @param fileName where among the names that of the library starts
 * @param versionName where among the names that of the version starts
 * @param hashAt where in the section the hash of the version's name stands
 */
record VersionRecord(String file, String version, int number, int fileName, int versionName, int hashAt) {

  /** All of a library's, in its order. */
  static List<VersionRecord> all(ElfImage image) throws IOException {
    Optional<ElfImage.Section> section = image.section(ElfImage.VERSIONS_NEEDED);
    List<VersionRecord> records = new ArrayList<>();
    if (section.isEmpty()) {
      return records;
    }
    ByteBuffer names = image.bytes(image.names(section.get()));
    ByteBuffer bytes = image.bytes(section.get());
    int at = 0;
    int next = 1;
    for (int i = 0; i < section.get().info() && next > 0; i++) {
      int fileName = bytes.getInt(at + 4);
      String file = image.string(names, fileName);
      int one = at + bytes.getInt(at + 8);
      int count = Short.toUnsignedInt(bytes.getShort(at + 2));
      for (int j = 0; j < count; j++) {
        int versionName = bytes.getInt(one + 8);
        records.add(new VersionRecord(file, image.string(names, versionName),
            Short.toUnsignedInt(bytes.getShort(one + 6)), fileName, versionName, one));
        one += bytes.getInt(one + 12);
      }
      next = bytes.getInt(at + 12);
      at += next;
    }
    return records;
  }

  /** The hash of the System V ABI, by which the loader compares versions before their names. */
  static int hash(String name) {
    int hash = 0;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash << 4) + name.charAt(i);
      int top = hash & 0xf0000000;
      hash = (hash ^ top >>> 24) & ~top;
    }
    return hash;
  }
}
