package dev.lamina.training;

import dev.lamina.device.Device;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.MemoryPlan.Purpose;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Place;
import dev.lamina.device.Scalar;
import dev.lamina.device.SgdRule;
import dev.lamina.network.LayerSpec;
import dev.lamina.network.Network;
import java.util.Comparator;
import java.util.Map;

/**
 * Turns what the backward pass has found of a layer into new parameters, with PyTorch's SGD:
 * {@code g += lambda w; v = mu v + g; w -= eta (nesterov ? g + mu v : v)}. The products that make up a gradient go
 * straight to where they are needed, so that none is stored that need not be.
 */
sealed interface Optimizer permits PlainSgd, VelocitySgd {

  /** What a rule needs beside the parameters; null where it needs none. */
  record Layout(Velocity.Layout velocity, Slot gradient) {}

  /** What the loss's gradient is to be multiplied by before it is pushed backward. */
  Scalar gradientScale();

  /**
   * W_l from its gradient {@code delta input^T}.
   *
   * @param delta gradient for {@code W_l input}, {@code d_l x n}
   * @param input {@code H_{l-1}}
   */
  void updateWeight(int layer, Matrix delta, Matrix input);

  /** b_l from its gradient, the sum of the columns of {@code delta}. */
  void updateBias(int layer, Matrix delta);

  /** Scale and shift of a batch normalisation from their gradients, {@code d_l x 1}. */
  void updateNorm(int layer, Matrix gammaGradient, Matrix betaGradient);

  /** Velocities by name, for checkpoints; empty without momentum. */
  Map<String, Matrix> state();

  /** Plans the rule's memory: velocities with momentum, and for Nesterov's rule one gradient, the largest layer's. */
  static Layout plan(MemoryPlan plan, Network.Layout network, SgdRule rule) {
    if (rule.momentum() == 0) {
      return new Layout(null, null);
    }
    Velocity.Layout velocity = Velocity.plan(plan, network);
    if (!rule.nesterov()) {
      return new Layout(velocity, null);
    }
    LayerSpec largest = network.architecture().layers().stream()
        .max(Comparator.comparingLong(layer -> (long) layer.outputs() * layer.inputs())).orElseThrow();
    return new Layout(velocity,
        network.stacks(plan).add(Purpose.GRADIENTS, "gradient", largest.outputs(), largest.inputs()));
  }

  static Optimizer of(Place place, Layout layout, Network network, SgdRule rule, Hyperparameters hyperparameters) {
    Device device = place.device();
    if (layout.velocity() == null) {
      return new PlainSgd(device, network, hyperparameters);
    }
    Velocity velocity = new Velocity(place, layout.velocity());
    return layout.gradient() == null
        ? new MomentumSgd(device, network, rule, hyperparameters, velocity)
        : new NesterovSgd(device, network, rule, hyperparameters, velocity, place.matrix(layout.gradient()));
  }
}
