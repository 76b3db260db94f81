package dev.lamina.training;

import dev.lamina.device.Device;
import dev.lamina.device.Matrix;
import dev.lamina.device.Scalar;
import dev.lamina.device.SgdRule;
import dev.lamina.device.Transpose;
import dev.lamina.network.Network;
import java.util.Map;

/**
 * SGD with Nesterov's momentum, {@code w -= eta (g + mu v)}: the one rule that needs the gradient and the velocity by
 * themselves. One buffer of the largest layer's size holds one gradient after the other.
 */
final class NesterovSgd implements Optimizer {
  private final Device device;
  private final Network network;
  private final SgdRule rule;
  private final Scalar rate;
  private final Velocity velocity;
  private final Matrix buffer;

  NesterovSgd(Device device, Network network, SgdRule rule, Hyperparameters hyperparameters, Velocity velocity,
      Matrix buffer) {
    this.device = device;
    this.network = network;
    this.rule = rule;
    this.rate = hyperparameters.rate();
    this.velocity = velocity;
    this.buffer = buffer;
  }

  @Override
  public Scalar gradientScale() {
    return Scalar.ONE;
  }

  @Override
  public void updateWeight(int layer, Matrix delta, Matrix input) {
    Matrix gradient = Views.of(buffer, delta.rows(), input.rows());
    device.gemm(Transpose.NO, Transpose.YES, Scalar.ONE, delta, input, Scalar.ZERO, gradient);
    device.sgd(rule, rate, gradient, velocity.weight(layer), network.weight(layer));
  }

  @Override
  public void updateBias(int layer, Matrix delta) {
    Matrix gradient = Views.of(buffer, delta.rows(), 1);
    device.sumColumns(Scalar.ONE, delta, Scalar.ZERO, gradient);
    device.sgd(rule, rate, gradient, velocity.bias(layer), network.bias(layer));
  }

  @Override
  public void updateNorm(int layer, Matrix gammaGradient, Matrix betaGradient) {
    device.sgd(rule, rate, gammaGradient, velocity.gamma(layer), network.norm(layer).gamma());
    device.sgd(rule, rate, betaGradient, velocity.beta(layer), network.norm(layer).beta());
  }

  @Override
  public Map<String, Matrix> state() {
    return velocity.state();
  }
}
