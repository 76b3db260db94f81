package dev.lamina.training;

/** How a step finds the gradients of the plain linear layers at the end of a network. */
public enum Gradients {

  /**
   * As products of rank K: with {@code delta_l = (W_L ... W_{l+1})^T delta_L}, the gradient {@code delta_l H_{l-1}^T}
   * is {@code (W_L ... W_{l+1})^T (delta_L H_s^T) (W_{l-1} ... W_{s+1})^T}, and no factor of it has more than K
   * columns. A layer then takes {@code 6 d^2 K} operations instead of {@code 6 d^2 N}. It is the same gradient, rounded
   * otherwise. Used where there are two such layers at least and a batch has more than K samples; elsewhere it is
   * {@link #LAYERWISE}.
   */
  FACTORED,

  /** Layer by layer, through the features and deltas of all samples. */
  LAYERWISE
}
