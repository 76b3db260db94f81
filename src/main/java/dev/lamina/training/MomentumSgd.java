package dev.lamina.training;

import dev.lamina.device.Device;
import dev.lamina.device.Matrix;
import dev.lamina.device.Scalar;
import dev.lamina.device.SgdRule;
import dev.lamina.device.Transpose;
import dev.lamina.network.LayerPart;
import dev.lamina.network.Network;

/** SGD with momentum: gradients accumulate straight into the velocity, {@code v <- mu v + g}, which is then applied. */
final class MomentumSgd extends VelocitySgd {
  private final Scalar momentum;

  MomentumSgd(Device device, Network network, SgdRule rule, Hyperparameters hyperparameters, Velocity velocity) {
    super(device, network, rule, hyperparameters, velocity);
    momentum = Scalar.of(rule.momentum());
  }

  @Override
  public void updateWeight(int layer, Matrix delta, Matrix input) {
    Matrix velocity = velocity(layer, LayerPart.WEIGHT);
    device.gemm(Transpose.NO, Transpose.YES, Scalar.ONE, delta, input, momentum, velocity);
    device.applyVelocity(rule, rate, velocity, parameter(layer, LayerPart.WEIGHT));
  }

  @Override
  public void updateBias(int layer, Matrix delta) {
    Matrix velocity = velocity(layer, LayerPart.BIAS);
    device.sumColumns(Scalar.ONE, delta, momentum, velocity);
    device.applyVelocity(rule, rate, velocity, parameter(layer, LayerPart.BIAS));
  }
}
