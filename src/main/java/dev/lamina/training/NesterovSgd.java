package dev.lamina.training;

import dev.lamina.device.Device;
import dev.lamina.device.Matrix;
import dev.lamina.device.Scalar;
import dev.lamina.device.SgdRule;
import dev.lamina.device.Transpose;
import dev.lamina.network.LayerPart;
import dev.lamina.network.Network;

/**
 * SGD with Nesterov's momentum, {@code w -= eta (g + mu v)}: the one rule that needs the gradient and the velocity by
 * themselves. One buffer of the largest layer's size holds one gradient after the other.
 */
final class NesterovSgd extends VelocitySgd {
  private final Matrix buffer;

  NesterovSgd(Device device, Network network, SgdRule rule, Hyperparameters hyperparameters, Velocity velocity,
      Matrix buffer) {
    super(device, network, rule, hyperparameters, velocity);
    this.buffer = buffer;
  }

  @Override
  public void updateWeight(int layer, Matrix delta, Matrix input) {
    Matrix gradient = Views.of(buffer, delta.rows(), input.rows());
    device.gemm(Transpose.NO, Transpose.YES, Scalar.ONE, delta, input, Scalar.ZERO, gradient);
    update(layer, LayerPart.WEIGHT, gradient);
  }

  @Override
  public void updateBias(int layer, Matrix delta) {
    Matrix gradient = Views.of(buffer, delta.rows(), 1);
    device.sumColumns(Scalar.ONE, delta, Scalar.ZERO, gradient);
    update(layer, LayerPart.BIAS, gradient);
  }
}
