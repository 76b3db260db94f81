package dev.lamina.data.format;

import dev.lamina.data.DataException;
import dev.lamina.data.Tensor;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * Reads IDX, the format of MNIST: two zero bytes, the element type (only 0x08, unsigned byte), the number of
 * dimensions, the dimensions as big-endian 32-bit numbers, the bytes. Plain or gzip-compressed, told apart by content.
 */
public final class IdxReader {
  private static final String EXPECTED = "an IDX file of unsigned bytes, plain or .gz";
  private static final int UNSIGNED_BYTE = 0x08;

  private record Bytes(int[] shape, byte[] values) {}

  private IdxReader() {}

  /**
   * Reads images: float32 of the file's shape, N x rows x columns say, scaled to [0, 1] by 1/255.
   *
   * @throws DataException if the file is missing, truncated, longer than its shape says or not such a file
   */
  public static Tensor images(Path file) {
    return images(open(file), InputFile.size(file, EXPECTED), InputFile.stem(file), file.toString());
  }

  /**
   * Reads labels: integers of shape N.
   *
   * @throws DataException if the file is missing, truncated, longer than its shape says or not such a file, or has more
   *     than one dimension
   */
  public static Tensor labels(Path file) {
    return labels(open(file), InputFile.size(file, EXPECTED), InputFile.stem(file), file.toString());
  }

  /** As {@link #images(Path)}, from a stream, which is closed. */
  static Tensor images(InputStream in, String name, String where) {
    return images(in, -1, name, where);
  }

  private static Tensor images(InputStream in, long size, String name, String where) {
    Bytes bytes = bytes(in, size, Float.BYTES, where);
    byte[] values = bytes.values();
    float[] scaled = (float[]) Tensor.Kind.FLOAT32.allocate(values.length, where);
    Pixels.scale(values, 0, values.length, scaled, 0);
    return Tensor.of(name, scaled, bytes.shape());
  }

  /** As {@link #labels(Path)}, from a stream, which is closed. */
  static Tensor labels(InputStream in, String name, String where) {
    return labels(in, -1, name, where);
  }

  private static Tensor labels(InputStream in, long size, String name, String where) {
    Bytes bytes = bytes(in, size, Long.BYTES, where);
    if (bytes.shape().length != 1) {
      throw new DataException(
          where,
          "an IDX file of shape " + Arrays.toString(bytes.shape()),
          "labels: one dimension",
          "name the labels file (train-labels-idx1-ubyte, say), not the images");
    }
    long[] labels = new long[bytes.values().length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = bytes.values()[i] & 0xFF;
    }
    return Tensor.of(name, labels, labels.length);
  }

  private static InputStream open(Path file) {
    InputFile.size(file, EXPECTED);
    try {
      return Files.newInputStream(file);
    } catch (IOException e) {
      throw InputFile.unreadable(file.toString(), EXPECTED, e);
    }
  }

  /**
   * Reads the values.
   *
   * @param size of the file, or -1 if it is not known
   * @param bytesOfElement what an element will take beside its byte
   */
  private static Bytes bytes(InputStream file, long size, int bytesOfElement, String where) {
    try (BufferedInputStream raw = new BufferedInputStream(file, 1 << 16)) {
      raw.mark(2);
      boolean gzip = raw.read() == 0x1F && raw.read() == 0x8B;
      raw.reset();
      try (InputStream in = gzip ? new GZIPInputStream(raw, 1 << 16) : raw) {
        return parse(in, gzip ? -1 : size, bytesOfElement, where);
      }
    } catch (IOException e) {
      throw InputFile.unreadable(where, EXPECTED, e);
    }
  }

  private static Bytes parse(InputStream in, long bytes, int bytesOfElement, String where) throws IOException {
    byte[] magic = in.readNBytes(4);
    if (magic.length < 4 || magic[0] != 0 || magic[1] != 0 || magic[3] < 1) {
      throw new DataException(
          where, "the magic number is missing", EXPECTED, "this is not IDX: check the file's format");
    }
    if (magic[2] != UNSIGNED_BYTE) {
      throw new DataException(
          where,
          String.format("IDX element type 0x%02x", magic[2]),
          "0x08, unsigned bytes",
          "convert it to .npz with numpy");
    }
    byte[] dimensions = in.readNBytes(Integer.BYTES * magic[3]);
    if (dimensions.length < Integer.BYTES * magic[3]) {
      throw truncated(where, "the file ends inside its dimensions", magic[3] + " dimensions");
    }
    long[] shape = new long[magic[3]];
    Arrays.setAll(shape, i -> Integer.toUnsignedLong(ByteBuffer.wrap(dimensions).getInt(Integer.BYTES * i)));
    long declared = ArrayShape.elements(shape, where);
    if (bytes >= 0) {
      ArrayShape.check(shape, 1, bytes - magic.length - dimensions.length, where);
    }
    long needed = declared * (1 + bytesOfElement);
    if (needed > Runtime.getRuntime().maxMemory()) {
      throw new DataException(
          where, "the shape " + Arrays.toString(shape) + ", which needs " + needed + " bytes of memory",
          "at most what this JVM's heap holds (" + Runtime.getRuntime().maxMemory() + " bytes)",
          "raise the limit with -Xmx, or check that the file is not damaged");
    }
    // Grows with what is there: a damaged dimension must not decide how much is allocated.
    byte[] values = in.readNBytes((int) declared);
    if (values.length == declared && in.read() >= 0) {
      throw truncated(where, "bytes after the last value", declared + " values of shape " + Arrays.toString(shape));
    }
    return new Bytes(ArrayShape.check(shape, 1, values.length, where), values);
  }

  private static DataException truncated(String where, String found, String expected) {
    return new DataException(where, found, expected, "the file is truncated or damaged: write or copy it again");
  }
}
