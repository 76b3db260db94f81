package dev.lamina.data;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Class labels of N samples.
 *
 * @param source where they come from, for messages
 * @param values one class per sample, from 0
 * @param names what the file calls each class, in the order of their numbers
 */
public record Labels(String source, int[] values, List<String> names) {
  /**
   * Checks the labels.
   *
   * @throws DataException if there are none, or one is negative or not below the number of classes
   */
  public Labels {
    names = List.copyOf(names);
    if (values.length == 0) {
      throw new DataException(source, "no labels", "a label per sample", "check that the export wrote them");
    }
    for (int i = 0; i < values.length; i++) {
      if (values[i] < 0 || values[i] >= names.size()) {
        throw new DataException(
            source, "class " + values[i] + " of sample " + i, "classes 0 .. " + (names.size() - 1),
            "check that the file is of this set");
      }
    }
  }

  /**
   * The labels in an array of N integers, texts or numbers: any values, each of which is a class; see {@link
   * LabelColumn}.
   */
  public static Labels of(String source, Tensor tensor) {
    return LabelColumn.of(source, tensor).labels(source, Optional.empty());
  }

  /** Classes that are called by their numbers. */
  public static List<String> numbers(int classes) {
    return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
  }

  /** Each label {@code times} times, one after the other: of samples that are several now. */
  public Labels repeated(int times) {
    int[] repeated = new int[Math.multiplyExact(values.length, times)];
    for (int i = 0; i < repeated.length; i++) {
      repeated[i] = values[i / times];
    }
    return new Labels(source, repeated, names);
  }

  /** Number of labels, N. */
  public int samples() {
    return values.length;
  }

  /** Number of classes, K. */
  public int classes() {
    return names.size();
  }

  /** These labels, if there are at least two classes; {@link DataException} if not. */
  Labels requireTwoClasses() {
    if (classes() < 2) {
      throw new DataException(source, "all " + values.length + " samples are of one class", "at least two classes",
          "add samples of another class: one class has nothing to be told apart from");
    }
    return this;
  }

  /** These labels, if every class has a sample; {@link DataException} if not. */
  public Labels requireEveryClass() {
    boolean[] present = new boolean[classes()];
    for (int value : values) {
      present[value] = true;
    }
    for (int k = 0; k < present.length; k++) {
      if (!present[k]) {
        throw new DataException(source, "class " + names.get(k) + " has no sample", "samples of all " + classes()
            + " classes", "take all files of the set");
      }
    }
    return this;
  }

  /**
   * Checks that there is a label for each of {@code samples} samples.
   *
   * @param of what the samples are, for the message
   * @throws DataException if not
   */
  public void requireSamples(long samples, String of) {
    if (samples != values.length) {
      throw new DataException(
          of,
          samples + " samples, but " + values.length + " labels in " + source,
          "a label per sample (rows are samples)",
          "check that both come from the same samples, and that the array is not transposed");
    }
  }
}
