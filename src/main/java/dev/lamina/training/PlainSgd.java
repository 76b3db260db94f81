package dev.lamina.training;

import dev.lamina.device.Device;
import dev.lamina.device.Matrix;
import dev.lamina.device.Scalar;
import dev.lamina.device.Transpose;
import dev.lamina.network.Network;
import java.util.Map;

/**
 * SGD without momentum: {@code w <- (1 - eta lambda) w - eta g}. The loss's gradient already carries eta, so that a
 * parameter is updated by the one product, or the one sum, that makes its gradient.
 *
 * <p>In float32 the factor {@code 1 - eta lambda} is rounded to a multiple of 2^-24: a decay of less than 3e-8 a step
 * is none.
 */
final class PlainSgd implements Optimizer {
  private static final Scalar MINUS_ONE = Scalar.of(-1);

  private final Device device;
  private final Network network;
  private final Scalar rate;
  private final Scalar keep;

  PlainSgd(Device device, Network network, Hyperparameters hyperparameters) {
    this.device = device;
    this.network = network;
    rate = hyperparameters.rate();
    keep = hyperparameters.keep();
  }

  @Override
  public Scalar gradientScale() {
    return rate;
  }

  @Override
  public void updateWeight(int layer, Matrix delta, Matrix input) {
    device.gemm(Transpose.NO, Transpose.YES, MINUS_ONE, delta, input, keep, network.weight(layer));
  }

  @Override
  public void updateBias(int layer, Matrix delta) {
    device.sumColumns(MINUS_ONE, delta, keep, network.bias(layer));
  }

  /** The sum of the one column of a gradient is the gradient. */
  @Override
  public void updateNorm(int layer, Matrix gammaGradient, Matrix betaGradient) {
    device.sumColumns(MINUS_ONE, gammaGradient, keep, network.norm(layer).gamma());
    device.sumColumns(MINUS_ONE, betaGradient, keep, network.norm(layer).beta());
  }

  @Override
  public Map<String, Matrix> state() {
    return Map.of();
  }
}
