package dev.lamina.bench;

import dev.lamina.device.Activation;
import dev.lamina.network.Architecture;

/** The networks whose steps are timed. */
final class Networks {
  /** The paper's synthetic experiment: 5 hidden layers of 50 and a classifier of 3. */
  static final Architecture THEORY = linear(6, 50, 3);
  static final int THEORY_SAMPLES = 30;
  /** The paper's network for images of 3 x 32 x 32: 3 nonlinear and 4 linear layers of 1024, and a classifier of 10. */
  static final Architecture HYBRID =
      Architecture.builder(3072, 10).hidden(7, 1024).nonlinear(3, Activation.RELU, true).build();

  private Networks() {}

  /** {@code depth} weight matrices: hidden layers as wide as the input, then the classifier. */
  static Architecture linear(int depth, int width, int classes) {
    return Architecture.builder(width, classes).hidden(depth - 1, width).build();
  }
}
