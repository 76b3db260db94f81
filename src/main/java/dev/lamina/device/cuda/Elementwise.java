package dev.lamina.device.cuda;

import dev.lamina.device.Activation;
import dev.lamina.device.Matrix;
import dev.lamina.device.Scalar;
import dev.lamina.device.SgdRule;
import java.util.Locale;

/** Activations and optimiser updates, entry by entry. */
final class Elementwise {

  private static final String FILE = "elementwise";

  private final Kernels kernels;

  Elementwise(Kernels kernels) {
    this.kernels = kernels;
  }

  Operation activate(Activation activation, Matrix z, Matrix h) {
    Kernel activate = kernels.get(FILE, h.type(), "activate_" + suffix(activation));
    return Operation.of((queue, workspace) -> queue.forEach(activate, h.members(), h.size(), h.size(), z, h));
  }

  Operation activateBackward(Activation activation, Matrix z, Matrix h, Matrix delta) {
    if (activation == Activation.IDENTITY) {
      return Operation.of((queue, workspace) -> { });
    }
    Kernel backward = kernels.get(FILE, delta.type(), "activate_backward_" + suffix(activation));
    Matrix source = activation.derivativeNeedsArgument() ? z : h;
    return Operation.of((queue, workspace) ->
        queue.forEach(backward, delta.members(), delta.size(), delta.size(), source, delta));
  }

  private static String suffix(Activation activation) {
    return activation.name().toLowerCase(Locale.ROOT);
  }

  Operation sgd(SgdRule rule, Scalar rate, Matrix gradient, Matrix velocity, Matrix weights) {
    Kernel sgd = kernels.get(FILE, weights.type(), "sgd");
    return Operation.of((queue, workspace) ->
        queue.forEach(sgd, weights.members(), weights.size(), weights.size(), rule.momentum(), rule.weightDecay(),
            rule.nesterov() ? 1 : 0, rate, gradient, velocity, weights));
  }

  Operation applyVelocity(SgdRule rule, Scalar rate, Matrix velocity, Matrix weights) {
    Kernel apply = kernels.get(FILE, weights.type(), "apply_velocity");
    return Operation.of((queue, workspace) ->
        queue.forEach(apply, weights.members(), weights.size(), weights.size(), rule.weightDecay(), rate, velocity,
            weights));
  }
}
