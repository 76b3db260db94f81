package dev.lamina.device;

/** What training minimises, for one-hot targets {@code Y}, as the mean over samples. */
public enum Loss {
  /** {@code |alpha h - y|^2}, summed over classes, without a factor 1/2 (docs/theory.md, "Setting and notation"). */
  SQUARED_ERROR,
  /** {@code -log softmax(alpha h)_y}. */
  CROSS_ENTROPY
}
