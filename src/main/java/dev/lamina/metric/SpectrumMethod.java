package dev.lamina.metric;

import dev.lamina.device.ElementType;

/** How singular values are computed. The one used is named in the result. */
public enum SpectrumMethod {
  /** {@link #GRAM} for float32 values, {@link #SVD} for float64. */
  AUTO(""),
  /** Eigenvalues of the float64 Gram matrix of the smaller side: fast, accurate to about 1e-8 of the largest value. */
  GRAM("gram-float64"),
  /** A direct decomposition of a float64 copy: accurate to about 1e-16 of the largest value. */
  SVD("svd-float64"),
  /** No singular values, and nothing that is computed from them. */
  NONE("none");

  private final String label;

  SpectrumMethod(String label) {
    this.label = label;
  }

  /** The name in results, {@code spectrum_method}; empty for {@link #AUTO}, which no result has. */
  public String label() {
    return label;
  }

  /** What {@link #AUTO} means for values of this type; any other method is itself. */
  public SpectrumMethod resolve(ElementType type) {
    if (this != AUTO) {
      return this;
    }
    return type == ElementType.FLOAT64 ? SVD : GRAM;
  }
}
