package dev.lamina.training;

import dev.lamina.device.Device;
import dev.lamina.device.Matrix;
import dev.lamina.device.Scalar;
import dev.lamina.device.SgdRule;
import dev.lamina.device.Transpose;
import dev.lamina.network.Network;
import java.util.Map;

/** SGD with momentum: gradients accumulate straight into the velocity, {@code v <- mu v + g}, which is then applied. */
final class MomentumSgd implements Optimizer {
  private final Device device;
  private final Network network;
  private final SgdRule rule;
  private final Scalar rate;
  private final Scalar momentum;
  private final Velocity velocity;

  MomentumSgd(Device device, Network network, SgdRule rule, Hyperparameters hyperparameters, Velocity velocity) {
    this.device = device;
    this.network = network;
    this.rule = rule;
    this.rate = hyperparameters.rate();
    this.momentum = Scalar.of(rule.momentum());
    this.velocity = velocity;
  }

  @Override
  public Scalar gradientScale() {
    return Scalar.ONE;
  }

  @Override
  public void updateWeight(int layer, Matrix delta, Matrix input) {
    device.gemm(Transpose.NO, Transpose.YES, Scalar.ONE, delta, input, momentum, velocity.weight(layer));
    device.applyVelocity(rule, rate, velocity.weight(layer), network.weight(layer));
  }

  @Override
  public void updateBias(int layer, Matrix delta) {
    device.sumColumns(Scalar.ONE, delta, momentum, velocity.bias(layer));
    device.applyVelocity(rule, rate, velocity.bias(layer), network.bias(layer));
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
