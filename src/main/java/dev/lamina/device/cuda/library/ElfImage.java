package dev.lamina.device.cuda.library;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The sections of a 64-bit little-endian ELF shared object for x86-64 (Tool Interface Standard ELF 1.2; System V ABI,
 * AMD64 supplement; the GNU extensions for symbol versions of the Linux Standard Base). Only what is asked for is read,
 * since cuBLAS alone has half a gigabyte.
 */
final class ElfImage {
  static final int DYNAMIC = 6;
  static final int DYNAMIC_SYMBOLS = 11;
  static final int VERSIONS_NEEDED = 0x6ffffffe;
  static final int VERSIONS_DEFINED = 0x6ffffffd;
  static final int VERSION_OF_SYMBOL = 0x6fffffff;

  private static final int HEADER_BYTES = 64;
  private static final int SECTION_BYTES = 64;
  /** More than any table of symbols or names; a larger one is damage, and no reason to run out of memory. */
  private static final int MOST_BYTES = 1 << 26;

  private static final int MAGIC = 0x464c457f;
  private static final int TYPE_SHARED = 3;
  private static final int MACHINE_X86_64 = 62;

  private final String name;
  private final long size;
  private final Source source;
  private final List<Section> sections = new ArrayList<>();

  /** Fills a buffer with the bytes from a position on, as far as there are any. */
  @FunctionalInterface
  private interface Source {
    void read(ByteBuffer into, long position) throws IOException;
  }

  /**
   * A section.
   *
   * @param link the section that its names are in
   * @param info for versions needed and defined, how many records it has
   */
  record Section(int type, long offset, long size, int link, int info) {}

  private ElfImage(String name, long size, Source source) throws IOException {
    this.name = name;
    this.size = size;
    this.source = source;
    if (size < HEADER_BYTES) {
      throw new IOException(name + " is no ELF file: it has only " + size + " bytes");
    }
    ByteBuffer header = bytes(0, HEADER_BYTES);
    if (header.getInt(0) != MAGIC) {
      throw new IOException(name + " is no ELF file: its first bytes are not the ELF mark");
    }
    if (header.get(4) != 2 || header.get(5) != 1 || header.getShort(16) != TYPE_SHARED
        || header.getShort(18) != MACHINE_X86_64) {
      throw new IOException(name + " is no 64-bit shared library for x86-64");
    }
    long table = header.getLong(40);
    int count = Short.toUnsignedInt(header.getShort(60));
    if (table == 0 || count == 0 || header.getShort(58) != SECTION_BYTES) {
      throw new IOException(name + " has no section table, which is needed to check it");
    }
    ByteBuffer entries = bytes(table, (long) count * SECTION_BYTES);
    for (int at = 0; at < entries.limit(); at += SECTION_BYTES) {
      sections.add(new Section(entries.getInt(at + 4), entries.getLong(at + 24), entries.getLong(at + 32),
          entries.getInt(at + 40), entries.getInt(at + 44)));
    }
  }

  /** @throws IOException if this is no such file, or a truncated one */
  static ElfImage of(String name, FileChannel channel) throws IOException {
    return new ElfImage(name, channel.size(), (into, position) -> {
      long next = position;
      int count;
      while (into.hasRemaining() && (count = channel.read(into, next)) > 0) {
        next += count;
      }
    });
  }

  /** @throws IOException if this is no such file, or a truncated one */
  static ElfImage of(String name, byte[] bytes) throws IOException {
    return new ElfImage(name, bytes.length, (into, position) -> into.put(bytes, (int) position, into.remaining()));
  }

  String name() {
    return name;
  }

  /** The first section of a type. */
  Optional<Section> section(int type) {
    return sections.stream().filter(section -> section.type == type).findFirst();
  }

  ByteBuffer bytes(Section section) throws IOException {
    return bytes(section.offset, section.size);
  }

  /** The names that a section's records point into. */
  Section names(Section section) throws IOException {
    if (section.link < 0 || section.link >= sections.size()) {
      throw damaged("a section without its names");
    }
    return sections.get(section.link);
  }

  /** The string at an offset of a section of names, which ends with a zero byte. */
  String string(ByteBuffer names, long offset) throws IOException {
    if (offset < 0 || offset >= names.limit()) {
      throw damaged("a name outside its section");
    }
    int start = (int) offset;
    int end = start;
    while (end < names.limit() && names.get(end) != 0) {
      end++;
    }
    if (end == names.limit()) {
      throw damaged("a name without an end");
    }
    return StandardCharsets.ISO_8859_1.decode(names.slice(start, end - start)).toString();
  }

  IOException damaged(String what) {
    return new IOException(name + " is damaged: " + what);
  }

  private ByteBuffer bytes(long offset, long length) throws IOException {
    if (offset < 0 || length < 0 || offset > size || length > size - offset || length > MOST_BYTES) {
      throw new IOException(name + " is truncated: it names " + length + " bytes at " + offset + ", but has " + size);
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) length).order(ByteOrder.LITTLE_ENDIAN);
    source.read(bytes, offset);
    if (bytes.hasRemaining()) {
      throw new IOException(name + " was truncated while it was read");
    }
    return bytes.flip();
  }
}
