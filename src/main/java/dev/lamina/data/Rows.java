package dev.lamina.data;

/** Rows of an N x d array in another order. */
public final class Rows {

  private Rows() {}

  /** Row i of the result is row {@code rows[i]} of {@code features}. */
  public static Tensor of(Tensor features, int[] rows) {
    int d = features.dimension(1);
    if (features.kind() == Tensor.Kind.FLOAT32) {
      float[] values = new float[rows.length * d];
      for (int i = 0; i < rows.length; i++) {
        System.arraycopy(features.floats(), rows[i] * d, values, i * d, d);
      }
      return Tensor.of(features.name(), values, rows.length, d);
    }
    double[] values = new double[rows.length * d];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(features.doubles(), rows[i] * d, values, i * d, d);
    }
    return Tensor.of(features.name(), values, rows.length, d);
  }
}
