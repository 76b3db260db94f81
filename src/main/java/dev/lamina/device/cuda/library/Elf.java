package dev.lamina.device.cuda.library;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the dynamic loader will read in a shared library.
 *
 * @param soname the name that other libraries ask for it by; empty if it has none
 * @param needed the libraries that it asks for
 * @param runPath the folders that it wants them looked for in, {@code $ORIGIN} being its own
 * @param versions the versions of symbols that it asks for, by the library that must have them
 * @param defined the dynamic symbols that it has
 * @param imported the dynamic symbols with a version that it asks for, by the library that must have them
 */
record Elf(String soname, List<String> needed, List<String> runPath, Map<String, Set<String>> versions,
    Set<String> defined, Map<String, Set<String>> imported) {

  static final int NEEDED = 1;
  static final int SONAME = 14;
  static final int RPATH = 15;
  static final int RUNPATH = 29;

  private static final int DYNAMIC_BYTES = 16;
  private static final int SYMBOL_BYTES = 24;
  private static final int BIND_LOCAL = 0;
  private static final int HIDDEN = 0x8000;

  /** @throws IOException if the file cannot be read, is no shared library for x86-64, or a damaged one */
  static Elf read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      return of(ElfImage.of(file.toString(), channel));
    }
  }

  /** @throws IOException as for a file */
  static Elf read(String name, byte[] bytes) throws IOException {
    return of(ElfImage.of(name, bytes));
  }

  private static Elf of(ElfImage image) throws IOException {
    try {
      ElfImage.Section dynamic =
          image.section(ElfImage.DYNAMIC).orElseThrow(() -> image.damaged("it has no dynamic section"));
      ByteBuffer names = image.bytes(image.names(dynamic));
      String soname = "";
      List<String> needed = new ArrayList<>();
      List<String> runPath = new ArrayList<>();
      ByteBuffer entries = image.bytes(dynamic);
      for (int at = 0; at + DYNAMIC_BYTES <= entries.limit(); at += DYNAMIC_BYTES) {
        long tag = entries.getLong(at);
        long value = entries.getLong(at + 8);
        if (tag == NEEDED) {
          needed.add(image.string(names, value));
        } else if (tag == SONAME) {
          soname = image.string(names, value);
        } else if (tag == RPATH || tag == RUNPATH) {
          runPath.addAll(List.of(image.string(names, value).split(":")));
        }
      }
      Map<String, Set<String>> versions = new TreeMap<>();
      Map<Integer, String> files = new HashMap<>();
      for (VersionRecord record : VersionRecord.all(image)) {
        versions.computeIfAbsent(record.file(), any -> new TreeSet<>()).add(record.version());
        files.put(record.number(), record.file());
      }
      Set<String> defined = new HashSet<>();
      Map<String, Set<String>> imported = new TreeMap<>();
      symbols(image, files, defined, imported);
      return new Elf(soname, needed, runPath, versions, defined, imported);
    } catch (IndexOutOfBoundsException e) {
      throw image.damaged("a record outside its section");
    }
  }

  /** @param files the libraries, by the number that marks the symbols which they must have */
  private static void symbols(ElfImage image, Map<Integer, String> files, Set<String> defined,
      Map<String, Set<String>> imported) throws IOException {
    ElfImage.Section section =
        image.section(ElfImage.DYNAMIC_SYMBOLS).orElseThrow(() -> image.damaged("it has no dynamic symbols"));
    ByteBuffer names = image.bytes(image.names(section));
    ByteBuffer symbols = image.bytes(section);
    var versionSection = image.section(ElfImage.VERSION_OF_SYMBOL);
    ByteBuffer versions = versionSection.isPresent() ? image.bytes(versionSection.get()) : ByteBuffer.allocate(0);
    for (int i = 1; i < symbols.limit() / SYMBOL_BYTES; i++) {
      int at = i * SYMBOL_BYTES;
      boolean local = (symbols.get(at + 4) & 0xff) >> 4 == BIND_LOCAL;
      boolean absent = symbols.getShort(at + 6) == 0;
      if (!absent && !local) {
        defined.add(image.string(names, symbols.getInt(at)));
      } else if (absent && versions.hasRemaining()) {
        String file = files.get(versions.getShort(2 * i) & ~HIDDEN & 0xffff);
        if (file != null) {
          imported.computeIfAbsent(file, any -> new TreeSet<>()).add(image.string(names, symbols.getInt(at)));
        }
      }
    }
  }
}
