package dev.lamina.data;

import java.util.List;

/**
 * A labelled set of samples.
 *
 * @param name what the set is called in results
 * @param features N x d floats in C order: a sample's features are adjacent, the same bytes as a column-major d x N
 * @param labels N classes, each in 0 .. K-1
 * @param classNames what the data call the classes, K of them, at least 2; a test set may lack some
 */
public record Dataset(String name, Tensor features, int[] labels, List<String> classNames) {
  /**
   * Checks the set.
   *
   * @throws DataException if the features are not N x d finite floats, the labels are not N, or one is not in 0 .. K-1
   */
  public Dataset {
    classNames = List.copyOf(classNames);
    int classes = classNames.size();
    features = Features.of(name, features);
    if (labels.length != features.dimension(0)) {
      throw new DataException(
          name, features.dimension(0) + " samples, but " + labels.length + " labels", "a label per sample",
          "check that both come from the same samples");
    }
    if (classes < 2) {
      throw new DataException(name, classes + " classes", "at least two", "add samples of another class");
    }
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= classes) {
        throw new DataException(
            name, "label " + labels[i] + " of sample " + i, "a class in 0 .. " + (classes - 1),
            "number the classes from 0 without gaps");
      }
    }
  }

  /** A set whose {@code classes} classes are called by their numbers. */
  public Dataset(String name, Tensor features, int[] labels, int classes) {
    this(name, features, labels, Labels.numbers(classes));
  }

  /** The set of features with their checked labels. */
  public static Dataset of(String name, String where, Tensor features, Labels labels) {
    Tensor matrix = Features.of(where, features);
    labels.requireSamples(matrix.dimension(0), where);
    return new Dataset(name, matrix, labels.values(), labels.names());
  }

  /** Number of classes, K. */
  public int classes() {
    return classNames.size();
  }

  /** Number of samples, N. */
  public int samples() {
    return labels.length;
  }

  /** Number of features of a sample, d. */
  public int dimension() {
    return features.dimension(1);
  }
}
