package dev.lamina.data.format;

import dev.lamina.data.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The values of an array in an archive, whose checksum is verified at their end. */
final class NpzValues implements ValueStream {
  private final ZipFile zip;
  private final ZipEntry entry;
  private final String where;
  private final CRC32 checksum = new CRC32();
  private final ReadableByteChannel channel;

  NpzValues(Path file, ZipEntry entry, String where) throws IOException {
    zip = new ZipFile(file.toFile());
    this.entry = entry;
    this.where = where;
    try {
      InputStream in = new CheckedInputStream(zip.getInputStream(entry), checksum);
      NpyHeader.read(in, where);
      channel = Channels.newChannel(in);
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    return channel.read(target);
  }

  @Override
  public void end() {
    require(checksum, entry, where);
  }

  static void require(CRC32 checksum, ZipEntry entry, String where) {
    if (checksum.getValue() != entry.getCrc()) {
      throw new DataException(
          where,
          String.format("checksum %08x", checksum.getValue()),
          String.format("%08x", entry.getCrc()),
          "the archive is damaged: write or copy it again");
    }
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
