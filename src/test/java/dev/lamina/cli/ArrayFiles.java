package dev.lamina.cli;

import dev.lamina.data.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes files of bytes, and of arrays as NumPy does. */
final class ArrayFiles {

  private ArrayFiles() {}

  static Path write(Path file, byte[] bytes) {
    try {
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path npy(Path file, Tensor array) {
    return write(file, bytes(array));
  }

  static Path npz(Path file, List<Tensor> arrays) {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Tensor array : arrays) {
        zip.putNextEntry(new ZipEntry(array.name() + ".npy"));
        zip.write(bytes(array));
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  /** Copies the first half of a file. */
  static Path half(Path file, Path to) {
    try {
      return write(to, Arrays.copyOf(Files.readAllBytes(file), (int) (Files.size(file) / 2)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(Tensor array) {
    String shape = IntStream.range(0, array.rank()).mapToObj(i -> array.dimension(i) + ",")
        .collect(Collectors.joining());
    String type = switch (array.kind()) {
      case FLOAT32 -> "<f4";
      case FLOAT64 -> "<f8";
      case INTEGER -> "<i8";
      case TEXT -> throw new IllegalArgumentException("texts are not written here");
    };
    String header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + shape + "), }";
    int padded = (10 + header.length() + 1 + 63) / 64 * 64 - 10;
    int size = IntStream.range(0, array.rank()).map(array::dimension).reduce(1, (a, b) -> a * b);
    ByteBuffer bytes = ByteBuffer.allocate(10 + padded + size * 8).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII)).put((byte) 1).put((byte) 0);
    bytes.putShort((short) padded);
    bytes.put((header + " ".repeat(padded - header.length() - 1) + "\n").getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < size; i++) {
      switch (array.kind()) {
        case FLOAT32 -> bytes.putFloat(array.floats()[i]);
        case FLOAT64 -> bytes.putDouble(array.doubles()[i]);
        case INTEGER -> bytes.putLong(array.integers()[i]);
        case TEXT -> throw new IllegalArgumentException("texts are not written here");
      }
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }
}
