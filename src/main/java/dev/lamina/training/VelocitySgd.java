package dev.lamina.training;

import dev.lamina.device.Device;
import dev.lamina.device.Matrix;
import dev.lamina.device.Scalar;
import dev.lamina.device.SgdRule;
import dev.lamina.network.LayerPart;
import dev.lamina.network.Network;
import java.util.Map;

/** What the rules with momentum have in common: each parameter has a velocity. */
abstract sealed class VelocitySgd implements Optimizer permits MomentumSgd, NesterovSgd {
  final Device device;
  final SgdRule rule;
  final Scalar rate;
  private final Network network;
  private final Velocity velocity;

  VelocitySgd(Device device, Network network, SgdRule rule, Hyperparameters hyperparameters, Velocity velocity) {
    this.device = device;
    this.network = network;
    this.rule = rule;
    this.velocity = velocity;
    rate = hyperparameters.rate();
  }

  Matrix velocity(int layer, LayerPart part) {
    return velocity.of(layer, part);
  }

  Matrix parameter(int layer, LayerPart part) {
    return network.matrix(layer, part);
  }

  /** The rule as it is written, of a gradient that is there. */
  void update(int layer, LayerPart part, Matrix gradient) {
    device.sgd(rule, rate, gradient, velocity(layer, part), parameter(layer, part));
  }

  @Override
  public Scalar gradientScale() {
    return Scalar.ONE;
  }

  @Override
  public void updateNorm(int layer, Matrix gammaGradient, Matrix betaGradient) {
    update(layer, LayerPart.GAMMA, gammaGradient);
    update(layer, LayerPart.BETA, betaGradient);
  }

  @Override
  public Map<String, Matrix> state() {
    return velocity.state();
  }
}
