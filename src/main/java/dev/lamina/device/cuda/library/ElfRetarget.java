package dev.lamina.device.cuda.library;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes a shared library ask for other libraries than it was linked with: renames those that it needs, and the versions
 * of their symbols with the hashes that the loader compares. A new name is as long as the old one, so nothing moves.
 *
 * <p>Linkers let names share bytes, as "so.12" may be the end of "libcublas.so.12"; a library in which bytes that
 * change also belong to a name that must not is refused.
 */
final class ElfRetarget {
  private static final int DYNAMIC_BYTES = 16;
  private static final int SYMBOL_BYTES = 24;

  private final ElfImage image;
  private final Map<String, String> renames;
  private final ByteBuffer result;
  private final ElfImage.Section dynamic;
  private final ElfImage.Section nameSection;
  private final ByteBuffer names;

  /** The names to change, by where they start. */
  private final Map<Integer, String> changed = new TreeMap<>();

  /** Where names start that must stay as they are. */
  private final List<Integer> kept = new ArrayList<>();

  private ElfRetarget(ElfImage image, byte[] bytes, Map<String, String> renames) throws IOException {
    this.image = image;
    this.renames = renames;
    result = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    dynamic = image.section(ElfImage.DYNAMIC).orElseThrow(() -> image.damaged("it has no dynamic section"));
    nameSection = image.names(dynamic);
    names = image.bytes(nameSection);
  }

  /**
   * A copy of a library, with other needs.
   *
   * @param name what to call it in a message
   * @param renames from names of libraries and versions to names of equal length; what the library does not need is
   *     ignored
   * @throws IOException if the bytes are no such library, or one whose names share bytes
   */
  static byte[] apply(String name, byte[] bytes, Map<String, String> renames) throws IOException {
    renames.forEach((from, to) -> {
      if (from.length() != to.length()) {
        throw new IllegalArgumentException("names differ in length: " + from + ", " + to);
      }
    });
    ElfImage image = ElfImage.of(name, bytes);
    try {
      return new ElfRetarget(image, bytes.clone(), renames).apply();
    } catch (IndexOutOfBoundsException e) {
      throw image.damaged("a record outside its section");
    }
  }

  private byte[] apply() throws IOException {
    if (image.section(ElfImage.VERSIONS_DEFINED).isPresent()) {
      throw new IOException(image.name() + " defines versions of symbols itself; its names cannot be told apart");
    }
    readDynamicEntries();
    renameVersions();
    readSymbols();
    for (int name : kept) {
      requireUntouched(name);
    }
    changed.forEach((at, name) -> result.put((int) nameSection.offset() + at, bytes(renames.get(name))));
    return result.array();
  }

  private void readDynamicEntries() throws IOException {
    ByteBuffer entries = image.bytes(dynamic);
    for (int at = 0; at + DYNAMIC_BYTES <= entries.limit(); at += DYNAMIC_BYTES) {
      long tag = entries.getLong(at);
      int name = (int) entries.getLong(at + 8);
      if (tag == Elf.NEEDED) {
        rename(name);
      } else if (tag == Elf.SONAME || tag == Elf.RPATH || tag == Elf.RUNPATH) {
        kept.add(name);
      }
    }
  }

  private void renameVersions() throws IOException {
    for (VersionRecord record : VersionRecord.all(image)) {
      rename(record.fileName());
      rename(record.versionName());
      String version = renames.get(record.version());
      if (version != null) {
        long section = image.section(ElfImage.VERSIONS_NEEDED).orElseThrow().offset();
        result.putInt((int) section + record.hashAt(), VersionRecord.hash(version));
      }
    }
  }

  private void readSymbols() throws IOException {
    ByteBuffer symbols = image.bytes(
        image.section(ElfImage.DYNAMIC_SYMBOLS).orElseThrow(() -> image.damaged("it has no dynamic symbols")));
    for (int at = SYMBOL_BYTES; at + SYMBOL_BYTES <= symbols.limit(); at += SYMBOL_BYTES) {
      kept.add(symbols.getInt(at));
    }
  }

  private void rename(int at) throws IOException {
    String name = image.string(names, at);
    if (renames.containsKey(name)) {
      changed.put(at, name);
    } else {
      kept.add(at);
    }
  }

  private void requireUntouched(int at) throws IOException {
    String name = image.string(names, at);
    for (Map.Entry<Integer, String> change : changed.entrySet()) {
      int start = change.getKey();
      if (at < start + change.getValue().length() && start < at + name.length()) {
        throw new IOException(image.name() + " cannot ask for " + renames.get(change.getValue())
            + ": its name '" + name + "' shares bytes with '" + change.getValue() + "'");
      }
    }
  }

  private static byte[] bytes(String name) {
    return name.getBytes(StandardCharsets.ISO_8859_1);
  }
}
