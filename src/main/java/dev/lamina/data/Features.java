package dev.lamina.data;

/** What makes an array a layer's features: N x d finite floats, a row per sample. */
public final class Features {
  private static final String EXPECTED = "a float array of N x d, a row per sample";

  private Features() {}

  /**
   * The array as N x d; more dimensions than two are flattened to N x (product of the rest).
   *
   * @throws DataException if the array holds integers or texts, has fewer than two dimensions or no values, or a value
   *     is not finite (the first such is named)
   */
  public static Tensor of(String where, Tensor tensor) {
    Tensor matrix = matrix(where, tensor);
    requireFinite(where, matrix);
    return matrix;
  }

  /** {@link #of} without a look at the values. */
  static Tensor matrix(String where, Tensor tensor) {
    requireMatrix(where, tensor.kind(), tensor.rank(), tensor.size(), tensor.toString());
    int samples = tensor.dimension(0);
    return tensor.reshaped(samples, tensor.size() / samples);
  }

  /**
   * Checks that an array can be features.
   *
   * @param array what the message calls it, its type and shape
   * @throws DataException if it holds integers or texts, has fewer than two dimensions or no values
   */
  public static void requireMatrix(String where, Tensor.Kind kind, int rank, long size, String array) {
    if (kind == Tensor.Kind.INTEGER || kind == Tensor.Kind.TEXT) {
      throw new DataException(
          where, "the array is " + array, EXPECTED,
          "convert features with .astype(numpy.float32), call labels 'labels', or choose layers by name");
    }
    if (rank < 2) {
      throw new DataException(
          where, "the array is " + array + ", of " + rank + " dimensions", EXPECTED,
          "reshape it (one feature per sample: .reshape(-1, 1)), leave it out or choose layers by name");
    }
    if (size == 0) {
      throw new DataException(where, "the array is " + array + ", without values", EXPECTED, "check the export");
    }
  }

  private static void requireFinite(String where, Tensor matrix) {
    int columns = matrix.dimension(1);
    int at = firstNotFinite(matrix.values());
    if (at >= 0) {
      Number value = matrix.values() instanceof float[] floats ? (Number) floats[at] : (Number) matrix.doubles()[at];
      throw notFinite(where, value, at / columns, at % columns);
    }
  }

  /** Where the first value stands that is not finite, or -1. */
  public static int firstNotFinite(Object values) {
    if (values instanceof float[] floats) {
      for (int i = 0; i < floats.length; i++) {
        if (!Float.isFinite(floats[i])) {
          return i;
        }
      }
    } else {
      double[] doubles = (double[]) values;
      for (int i = 0; i < doubles.length; i++) {
        if (!Double.isFinite(doubles[i])) {
          return i;
        }
      }
    }
    return -1;
  }

  /** The message for a value that is not finite. */
  public static DataException notFinite(String where, Number value, long sample, int column) {
    return new DataException(
        where,
        "the value " + value + " of sample " + sample + ", column " + column + " (both from 0)",
        "finite numbers",
        "find out why the network or the export made it, or leave the sample out");
  }
}
