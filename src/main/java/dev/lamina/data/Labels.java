package dev.lamina.data;

/**
 * Class labels of N samples: every class 0 .. K-1 occurs, and K is at least 2.
 *
 * @param source where they come from, for messages
 * @param values one class per sample
 * @param classes K
 */
public record Labels(String source, int[] values, int classes) {
  private static final String EXPECTED = "integer classes 0 .. K-1, each of them present";

  /**
   * Checks the labels.
   *
   * @throws DataException if there are none, one is negative or not below {@code classes}, a class in between has no
   *     sample, or there are fewer than two classes
   */
  public Labels {
    if (values.length == 0) {
      throw new DataException(source, "no labels", EXPECTED, "check that the export wrote them");
    }
    // Every class has a sample, so a label cannot reach N; this bounds the table for any value in the file.
    boolean[] present = new boolean[Math.min(classes, values.length + 1)];
    for (int i = 0; i < values.length; i++) {
      if (values[i] < 0 || values[i] >= classes) {
        throw new DataException(
            source, "label " + values[i] + " of sample " + i, EXPECTED, "number the classes from 0 without gaps");
      }
      if (values[i] < present.length) {
        present[values[i]] = true;
      }
    }
    for (int k = 0; k < present.length; k++) {
      if (!present[k]) {
        throw new DataException(
            source,
            "class " + k + " has no sample (the largest label is " + (classes - 1) + ")",
            EXPECTED,
            "number the classes from 0 without gaps, with numpy.unique(labels, return_inverse=True)[1] say");
      }
    }
    if (classes < 2) {
      throw new DataException(source, "all " + values.length + " samples are of one class", "at least two classes",
          "add samples of another class: one class has nothing to be told apart from");
    }
  }

  /**
   * The labels in an array of N integers; K is the largest plus one.
   *
   * @throws DataException if the array is not of integers (floats with integral values included), not one-dimensional,
   *     or its values are no labels as above
   */
  public static Labels of(String source, Tensor tensor) {
    if (tensor.kind() != Tensor.Kind.INTEGER) {
      throw new DataException(
          source, "labels are " + tensor, "integers", "convert them with labels.astype(numpy.int64) and save again");
    }
    if (tensor.rank() != 1) {
      throw new DataException(
          source, "labels are " + tensor, "one dimension, a class per sample",
          "flatten them with labels.reshape(-1), or take argmax(axis=1) of one-hot labels");
    }
    long[] integers = tensor.integers();
    int[] values = new int[integers.length];
    int largest = 0;
    for (int i = 0; i < values.length; i++) {
      if (integers[i] < 0 || integers[i] >= Integer.MAX_VALUE) {
        throw new DataException(
            source, "label " + integers[i] + " of sample " + i, EXPECTED, "number the classes from 0 without gaps");
      }
      values[i] = (int) integers[i];
      largest = Math.max(largest, values[i]);
    }
    return new Labels(source, values, largest + 1);
  }

  /** Number of labels, N. */
  public int samples() {
    return values.length;
  }

  /**
   * Checks that there is a label for each of {@code samples} samples.
   *
   * @param of what the samples are, for the message
   * @throws DataException if not
   */
  public void requireSamples(int samples, String of) {
    if (samples != values.length) {
      throw new DataException(
          of,
          samples + " samples, but " + values.length + " labels in " + source,
          "a label per sample (rows are samples)",
          "check that both come from the same samples, and that the array is not transposed");
    }
  }
}
