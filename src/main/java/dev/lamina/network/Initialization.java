package dev.lamina.network;

/**
 * How weights start, for a layer W of {@code outputs x inputs} and a scale of each member. Biases start at zero, but
 * for {@link #DEFAULT}.
 */
public enum Initialization {
  /** Haar times the scale: orthonormal columns, or orthonormal rows where there are fewer outputs than inputs. */
  ORTHOGONAL(true),
  /**
   * The paper's authors' variant: where there are fewer outputs than inputs, a Haar matrix {@code outputs x outputs}
   * followed by zero columns, so that the layer first sees only as many of its inputs as it has outputs.
   */
  ORTHOGONAL_PADDED(true),
  /**
   * A Gaussian end-to-end matrix, {@code d_L x d_0} with entries of deviation {@code scale}, decomposed as
   * {@code U S V^T} and shared evenly by the layers: {@code W_1 = S^{1/L} V^T}, {@code W_l = S^{1/L}},
   * {@code W_L = U S^{1/L}}, padded with zeros, so that {@code W_{l+1}^T W_{l+1} = W_l W_l^T} to rounding (Arora, Cohen
   * and Hazan, "On the optimization of deep networks", ICML 2018, procedure 1).
   */
  BALANCED(true),
  /** {@code scale} on the diagonal, zero elsewhere. */
  IDENTITY(true),
  /** Normal with deviation {@code scale / sqrt(inputs)}. */
  GAUSSIAN(true),
  /** Uniform on {@code [-scale, scale) / sqrt(inputs)}. */
  UNIFORM(true),
  /**
   * Normal with deviation {@code gain / sqrt(inputs)}; the gain is 1 for a linear layer, {@code sqrt(2)} for ReLU and
   * GELU, {@code sqrt(2 / (1 + slope^2))} for leaky ReLU and 5/3 for tanh (He et al., ICCV 2015; the gains are
   * PyTorch's, which names none for GELU). The scale is not used.
   */
  KAIMING(false),
  /**
   * Uniform on {@code [-a, a)} with {@code a = sqrt(6 / (inputs + outputs))} (Glorot and Bengio 2010). The scale is not
   * used.
   */
  XAVIER(false),
  /** PyTorch's {@code nn.Linear}: weights and biases uniform on {@code [-1, 1) / sqrt(inputs)}, without a scale. */
  DEFAULT(false);

  private final boolean usesScale;

  Initialization(boolean usesScale) {
    this.usesScale = usesScale;
  }

  /** Whether the scale matters. */
  public boolean usesScale() {
    return usesScale;
  }
}
