package dev.lamina.data.format;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;

/** Small files in CIFAR's binary format, and folders of them as a fetch leaves them. */
public final class CifarFiles {

  private CifarFiles() {}

  /** The byte of channel {@code c}, row {@code y}, column {@code x} of image {@code i}: any that tells them apart. */
  static int level(int i, int c, int y, int x) {
    return (7 * i + 80 * c + 5 * y + x) & 0xFF;
  }

  /** An image with labels in front: one for CIFAR-10, a coarse and a fine one for CIFAR-100. */
  static byte[] record(int image, int... labels) {
    byte[] record = new byte[labels.length + 3072];
    int next = 0;
    for (int label : labels) {
      record[next++] = (byte) label;
    }
    for (int c = 0; c < 3; c++) {
      for (int y = 0; y < 32; y++) {
        for (int x = 0; x < 32; x++) {
          record[next++] = (byte) level(image, c, y, x);
        }
      }
    }
    return record;
  }

  static Path write(Path file, List<byte[]> records) {
    try {
      Files.deleteIfExists(file);
      Files.createDirectories(file.getParent());
      Files.createFile(file);
      for (byte[] record : records) {
        Files.write(file, record, StandardOpenOption.APPEND);
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** CIFAR-10 with five training files of 4 images and a test file of 10; classes come in turn. */
  public static Path ten(Path folder) {
    for (int batch = 1; batch <= 5; batch++) {
      byte[][] records = new byte[4][];
      for (int i = 0; i < 4; i++) {
        int image = 4 * (batch - 1) + i;
        records[i] = record(image, image % 10);
      }
      write(folder.resolve("data_batch_" + batch + ".bin"), Arrays.asList(records));
    }
    byte[][] test = new byte[10][];
    Arrays.setAll(test, i -> record(100 + i, 9 - i));
    write(folder.resolve("test_batch.bin"), Arrays.asList(test));
    return folder;
  }

  /** CIFAR-100 with an image of each class, fine class f being of the coarse class f mod 20. */
  public static Path hundred(Path folder) {
    byte[][] records = new byte[100][];
    Arrays.setAll(records, i -> record(i, i % 20, i));
    write(folder.resolve("train.bin"), Arrays.asList(records));
    write(folder.resolve("test.bin"), Arrays.asList(records));
    return folder;
  }
}
