package dev.lamina.metric;

import dev.lamina.device.ElementType;

/** How singular values are computed. The one used is named in the result. */
public enum SpectrumMethod {
  /**
   * {@link #GRAM} for float32 matrices with more than {@value #DIRECT_SIZE} entries, else {@link #SVD}. Where
   * many singular values are zero, those of a Gram matrix are rounding instead, and their sum shows in the effective
   * rank: about 1e-6 of it with 200 such values.
   */
  AUTO(""),
  /** Eigenvalues of the float64 Gram matrix of the smaller side: fast, accurate to about 1e-8 of the largest value. */
  GRAM("gram-float64"),
  /** A direct decomposition of a float64 copy: accurate to about 1e-16 of the largest value. */
  SVD("svd-float64"),
  /** No singular values, and nothing that is computed from them. */
  NONE("none");

  /** Entries up to which a direct decomposition costs little: those of a 512 x 512 matrix. */
  static final int DIRECT_SIZE = 1 << 18;

  private final String label;

  SpectrumMethod(String label) {
    this.label = label;
  }

  /** The name in results, {@code spectrum_method}; empty for {@link #AUTO}, which no result has. */
  public String label() {
    return label;
  }

  /**
   * What {@link #AUTO} means for a matrix; any other method is itself.
   *
   * @param rows of the matrix
   * @param columns of the matrix
   */
  SpectrumMethod resolve(ElementType type, int rows, int columns) {
    if (this != AUTO) {
      return this;
    }
    return type == ElementType.FLOAT64 || (long) rows * columns <= DIRECT_SIZE ? SVD : GRAM;
  }
}
