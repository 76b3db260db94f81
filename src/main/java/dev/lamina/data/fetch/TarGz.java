package dev.lamina.data.fetch;

import dev.lamina.data.DataException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Takes chosen files out of a {@code .tar.gz}. Of the tape archive (POSIX ustar: blocks of 512 bytes, a header block
 * with a file's name, size and kind, then its bytes) only plain files are looked at, by the last part of their name, so
 * that nothing in an archive decides where anything is written.
 */
final class TarGz {

  private static final int BLOCK = 512;
  private static final int NAME_BYTES = 100;
  private static final int SIZE_AT = 124;
  private static final int SIZE_BYTES = 12;
  private static final int KIND_AT = 156;

  private TarGz() {}

  /**
   * Writes files of an archive.
   *
   * @param wanted names and sizes of the files
   * @param targets where each goes, by name
   * @throws DataException if one is missing or of another size, or the archive is none
   */
  static void unpack(Path archive, Map<String, Long> wanted, Map<String, Path> targets) throws IOException {
    Map<String, Long> left = new HashMap<>(wanted);
    try (InputStream in =
        new GZIPInputStream(new BufferedInputStream(Files.newInputStream(archive), 1 << 16), 1 << 16)) {
      byte[] header = new byte[BLOCK];
      while (!left.isEmpty() && in.readNBytes(header, 0, BLOCK) == BLOCK && header[0] != 0) {
        long size = size(header);
        String name = plainFile(header);
        if (left.containsKey(name) && left.get(name) == size) {
          write(in, size, targets.get(name));
          left.remove(name);
          in.skipNBytes(padding(size));
        } else {
          in.skipNBytes(size + padding(size));
        }
      }
    } catch (EOFException | NumberFormatException e) {
      throw damaged(archive, "it ends in the middle of a file, or is no tape archive", e);
    } catch (ZipException e) {
      throw damaged(archive, "it is not compressed with gzip, or damaged (" + e.getMessage() + ")", e);
    }
    if (!left.isEmpty()) {
      throw damaged(archive, "it has no " + String.join(", ", new TreeSet<>(left.keySet())) + " of the right size",
          null);
    }
  }

  private static DataException damaged(Path archive, String found, Exception cause) {
    return new DataException(archive.toString(), found, "the archive as it is published",
        "delete it and fetch it again", cause);
  }

  /** The last part of the name of a plain file; empty for directories, links and the rest. */
  private static String plainFile(byte[] header) {
    if (header[KIND_AT] != '0' && header[KIND_AT] != 0) {
      return "";
    }
    String name = text(header, 0, NAME_BYTES);
    return name.substring(name.lastIndexOf('/') + 1);
  }

  private static long size(byte[] header) {
    return Long.parseLong(text(header, SIZE_AT, SIZE_BYTES).strip(), 8);
  }

  private static String text(byte[] header, int from, int length) {
    int end = from;
    while (end < from + length && header[end] != 0) {
      end++;
    }
    return new String(header, from, end - from, StandardCharsets.ISO_8859_1);
  }

  private static long padding(long size) {
    return (BLOCK - size % BLOCK) % BLOCK;
  }

  private static void write(InputStream in, long size, Path target) throws IOException {
    byte[] buffer = new byte[1 << 16];
    try (OutputStream out = Channels.newOutputStream(PartialFile.open(target, 0))) {
      for (long left = size; left > 0; ) {
        int read = in.readNBytes(buffer, 0, (int) Math.min(left, buffer.length));
        if (read == 0) {
          throw new EOFException();
        }
        out.write(buffer, 0, read);
        left -= read;
      }
    }
  }
}
