package dev.lamina.device;

/**
 * The constants of stochastic gradient descent, with PyTorch's meaning.
 *
 * @param momentum 0 for none
 * @param weightDecay lambda, added to the gradient as {@code lambda w}
 * @param nesterov whether the step looks ahead; needs momentum
 */
public record SgdRule(double momentum, double weightDecay, boolean nesterov) {
  public SgdRule {
    if (!(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException("momentum must be at least 0 and less than 1, not " + momentum);
    }
    if (!(weightDecay >= 0) || Double.isInfinite(weightDecay)) {
      throw new IllegalArgumentException("weight decay must be at least 0, not " + weightDecay);
    }
    if (nesterov && momentum == 0) {
      throw new IllegalArgumentException("Nesterov's rule needs a momentum above 0");
    }
  }
}
