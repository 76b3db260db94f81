package dev.lamina.device.natives;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.jar.JarEntry;
import java.util.zip.CRC32;

/** What a file must hold, byte for byte. */
public interface Content {

  /** The bytes. */
  InputStream open() throws IOException;

  /** Whether a file holds just that. */
  boolean isIn(Path file) throws IOException;

  /** Their CRC-32, which tells one build of a library from another. */
  long crc();

  /** These bytes. */
  static Content of(byte[] bytes) {
    return new Bytes(bytes);
  }

  /**
   * A resource. One of a jar is held against the length and the CRC-32 that the jar's directory has for it, which does
   * not unpack it: that is for damage and not for forgery, which the folder's owner and mode keep out.
   */
  static Content of(URL resource) throws IOException {
    URLConnection connection = resource.openConnection();
    if (connection instanceof JarURLConnection jar) {
      JarEntry entry = jar.getJarEntry();
      if (entry.getSize() >= 0 && entry.getCrc() >= 0) {
        return new Packed(resource, entry.getSize(), entry.getCrc());
      }
    }
    try (InputStream in = connection.getInputStream()) {
      return new Bytes(in.readAllBytes());
    }
  }

  /** Bytes in memory. */
  record Bytes(byte[] bytes) implements Content {

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(bytes);
    }

    @Override
    public boolean isIn(Path file) throws IOException {
      return Files.size(file) == bytes.length && Arrays.equals(Files.readAllBytes(file), bytes);
    }

    @Override
    public long crc() {
      CRC32 found = new CRC32();
      found.update(bytes);
      return found.getValue();
    }
  }

  /** An entry of a jar. */
  record Packed(URL resource, long size, long crc) implements Content {
    private static final int BLOCK = 1 << 16;

    @Override
    public InputStream open() throws IOException {
      return resource.openStream();
    }

    @Override
    public boolean isIn(Path file) throws IOException {
      if (Files.size(file) != size) {
        return false;
      }
      CRC32 found = new CRC32();
      byte[] block = new byte[BLOCK];
      try (InputStream in = Files.newInputStream(file)) {
        for (int count = in.read(block); count >= 0; count = in.read(block)) {
          found.update(block, 0, count);
        }
      }
      return found.getValue() == crc;
    }
  }
}
