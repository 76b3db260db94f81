package dev.lamina.data;

/** What makes an array a layer's features: N x d finite floats, a row per sample. */
public final class Features {
  private Features() {}

  /**
   * The array as N x d; more dimensions than two are flattened to N x (product of the rest).
   *
   * @throws DataException if the array holds integers or texts, has fewer than two dimensions or no values, or a value
   *     is not finite (the first such is named)
   */
  public static Tensor of(String where, Tensor tensor) {
    String expected = "a float array of N x d, a row per sample";
    if (tensor.kind() == Tensor.Kind.INTEGER || tensor.kind() == Tensor.Kind.TEXT) {
      throw new DataException(
          where, "the array is " + tensor, expected,
          "convert features with .astype(numpy.float32), call labels 'labels', or choose layers by name");
    }
    if (tensor.rank() < 2) {
      throw new DataException(
          where, "the array is " + tensor + ", of " + tensor.rank() + " dimensions", expected,
          "reshape it (one feature per sample: .reshape(-1, 1)), leave it out or choose layers by name");
    }
    if (tensor.size() == 0) {
      throw new DataException(where, "the array is " + tensor + ", without values", expected, "check the export");
    }
    int samples = tensor.dimension(0);
    Tensor matrix = tensor.reshaped(samples, tensor.size() / samples);
    int fault = matrix.firstNotFinite();
    if (fault >= 0) {
      double value = matrix.values() instanceof float[] floats ? floats[fault] : matrix.doubles()[fault];
      throw notFinite(where, value, fault, matrix.dimension(1));
    }
    return matrix;
  }

  private static DataException notFinite(String where, double value, int index, int columns) {
    return new DataException(
        where,
        "the value " + value + " of sample " + index / columns + ", column " + index % columns + " (both from 0)",
        "finite numbers",
        "find out why the network or the export made it, or leave the sample out");
  }
}
