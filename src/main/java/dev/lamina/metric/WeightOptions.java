package dev.lamina.metric;

/**
 * What a {@link WeightMeter} measures.
 *
 * @param spectrum how the singular values of the weights are computed; those of the product are always by a direct
 *     decomposition, since its rank is decided far below what a Gram matrix resolves
 * @param classes K, which bounds the plateau; 0 if there are no classes and no plateau
 * @param endToEnd whether to measure the product of all matrices; for networks that are linear throughout
 * @param minNorm whether to measure the distance of the product from the minimum-norm solution
 * @param outputScale alpha
 */
public record WeightOptions(
    SpectrumMethod spectrum, int classes, boolean endToEnd, boolean minNorm, double outputScale) {

  /** @throws IllegalArgumentException if the minimum-norm residual is asked for without the product */
  public WeightOptions {
    if (minNorm && !endToEnd) {
      throw new IllegalArgumentException("the minimum-norm residual is of the end-to-end product; ask for that too");
    }
    if (classes < 0) {
      throw new IllegalArgumentException("a network cannot have " + classes + " classes");
    }
  }

  /** Each matrix by itself and with its neighbour. */
  public static WeightOptions of(int classes) {
    return new WeightOptions(SpectrumMethod.AUTO, classes, false, false, 1);
  }

  /** The product of all matrices too, without biases or activations between them. */
  public WeightOptions withEndToEnd() {
    return new WeightOptions(spectrum, classes, true, minNorm, outputScale);
  }

  /** The product and its distance from the minimum-norm solution of the data. */
  public WeightOptions withMinNorm(double outputScale) {
    return new WeightOptions(spectrum, classes, true, true, outputScale);
  }

  public WeightOptions withSpectrum(SpectrumMethod method) {
    return new WeightOptions(method, classes, endToEnd, minNorm, outputScale);
  }
}
