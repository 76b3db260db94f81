package dev.lamina.data.format;

import dev.lamina.data.DataException;
import dev.lamina.data.Dataset;
import dev.lamina.data.Labels;
import dev.lamina.data.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads the binary version of CIFAR-10 and CIFAR-100 (A. Krizhevsky 2009): records without a header, each one byte for
 * every label and then 3,072 of pixels, the 32 x 32 red values row by row, then the green ones, then the blue ones.
 * CIFAR-10 has one label; CIFAR-100 has a coarse one and then a fine one.
 */
public final class CifarReader {

  /** Red, green and blue: the first, second and last third of an image's features. */
  public static final int CHANNELS = 3;

  private static final int PIXELS = 32 * 32 * CHANNELS;

  /** Which label of a record is the class. */
  public enum Version {
    /** CIFAR-10. */
    TEN("CIFAR-10", 10),
    /** CIFAR-100 by its 20 groups of classes. */
    HUNDRED_COARSE("CIFAR-100", 20, 100),
    /** CIFAR-100 by its classes. */
    HUNDRED_FINE("CIFAR-100", 100, 20);

    private final String set;
    private final int classes;
    /** How many values the label that is not the class has; 0 where there is none. */
    private final int others;

    Version(String set, int classes, int... others) {
      this.set = set;
      this.classes = classes;
      this.others = others.length == 0 ? 0 : others[0];
    }

    private int labels() {
      return others == 0 ? 1 : 2;
    }

    private int record() {
      return labels() + PIXELS;
    }

    private int place() {
      return this == HUNDRED_FINE ? 1 : 0;
    }

    private String expected() {
      return set + "'s binary version, records of " + record() + " bytes";
    }
  }

  private CifarReader() {}

  /**
   * Reads files one after the other as one set of float32 features in [0, 1], N x 3072.
   *
   * @param name what the set is called in results
   * @throws DataException if a file is missing, truncated or of another format, or a class has no image
   */
  public static Dataset read(String name, Version version, List<Path> files) {
    long images = 0;
    for (Path file : files) {
      images += images(file, version);
    }
    String all = files.get(0).toString();
    if (images * PIXELS > Integer.MAX_VALUE) {
      throw new DataException(all, images + " images in all files", "at most " + Integer.MAX_VALUE / PIXELS,
          "leave files out");
    }
    float[] features = (float[]) Tensor.Kind.FLOAT32.allocate((int) images * PIXELS, all);
    int[] labels = new int[(int) images];
    int next = 0;
    for (Path file : files) {
      next = append(file, version, features, labels, next);
    }
    Labels classes = new Labels(all, labels, Labels.numbers(version.classes)).requireEveryClass();
    return Dataset.of(name, all, Tensor.of("features", features, labels.length, PIXELS), classes);
  }

  private static long images(Path file, Version version) {
    long size = InputFile.size(file, version.expected());
    if (size % version.record() != 0) {
      throw new DataException(file.toString(), size + " bytes, which is no whole number of records", version.expected(),
          "the file is truncated or another version of the set: fetch the binary version again");
    }
    return size / version.record();
  }

  private static int append(Path file, Version version, float[] features, int[] labels, int first) {
    byte[] record = new byte[version.record()];
    int image = first;
    try (InputStream in = Files.newInputStream(file)) {
      int images = (int) images(file, version);
      for (int i = 0; i < images; i++, image++) {
        if (in.readNBytes(record, 0, record.length) < record.length) {
          throw new IOException("it ends in image " + i);
        }
        labels[image] = label(file, version, record, i);
        Pixels.scale(record, version.labels(), PIXELS, features, image * PIXELS);
      }
    } catch (IOException e) {
      throw InputFile.unreadable(file.toString(), version.expected(), e);
    }
    return image;
  }

  /** The label that is the class; both are checked, as a file of another format soon has one that cannot be. */
  private static int label(Path file, Version version, byte[] record, int image) {
    int label = record[version.place()] & 0xFF;
    int other = version.others == 0 ? 0 : record[1 - version.place()] & 0xFF;
    if (label >= version.classes || other >= Math.max(1, version.others)) {
      throw new DataException(file.toString(),
          "label " + (label >= version.classes ? label : other) + " of image " + image,
          version.expected() + ", labels below " + (label >= version.classes ? version.classes : version.others),
          "this is another format: use the files of the archive whose name has 'binary' in it");
    }
    return label;
  }
}
