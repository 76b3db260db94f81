package dev.lamina.device;

import java.util.Locale;

/** What training minimises, for one-hot targets {@code Y}, as the mean over samples. */
public enum Loss {
  /** {@code |alpha h - y|^2}, summed over classes, without a factor 1/2 (paper, section 2). */
  SQUARED_ERROR,
  /** {@code -log softmax(alpha h)_y}. */
  CROSS_ENTROPY;

  /** The name used in configurations: {@code squared-error} or {@code cross-entropy}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
