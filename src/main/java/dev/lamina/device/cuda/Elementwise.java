package dev.lamina.device.cuda;

import dev.lamina.device.Activation;
import dev.lamina.device.Matrix;
import dev.lamina.device.Scalar;
import dev.lamina.device.SgdRule;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Activations and optimiser updates, entry by entry. */
final class Elementwise {

  private static final String FILE = "elementwise";

  private final Kernels kernels;

  Elementwise(Kernels kernels) {
    this.kernels = kernels;
  }

  Operation activate(Activation activation, Matrix z, Matrix h) {
    Kernel activate = kernels.get(FILE, h.type(), "activate_" + structure(activation));
    return new Operation().resident(new Instruction("activate<" + structure(activation) + ">").writes(h).reads(z))
        .body((queue, workspace) -> queue.forEach(activate, h.members(), h.size(), h.size(), z, h));
  }

  Operation activateBackward(Activation activation, Matrix z, Matrix h, Matrix delta) {
    Kernel backward = kernels.get(FILE, delta.type(), "activate_backward_" + structure(activation));
    Matrix source = activation.derivativeNeedsArgument() ? z : h;
    Instruction call = new Instruction("activate_backward<" + structure(activation) + ">").updates(delta).reads(source);
    return new Operation().resident(call).body((queue, workspace) ->
        queue.forEach(backward, delta.members(), delta.size(), delta.size(), source, delta));
  }

  /** The structure of {@code kernels/activations.cuh}, such as {@code LeakyRelu}. */
  private static String structure(Activation activation) {
    return Arrays.stream(activation.name().split("_"))
        .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT)).collect(Collectors.joining());
  }

  Operation sgd(SgdRule rule, Scalar rate, Matrix gradient, Matrix velocity, Matrix weights) {
    Kernel sgd = kernels.get(FILE, weights.type(), "sgd");
    Instruction call = new Instruction("sgd").updates(weights);
    if (velocity == null) {
      call.reads(gradient).factor(rate).number(rule.weightDecay());
    } else {
      call.updates(velocity).reads(gradient).factor(rate).number(rule.momentum()).number(rule.weightDecay())
          .text(rule.nesterov());
    }
    return new Operation().resident(call).body((queue, workspace) ->
        queue.forEach(sgd, weights.members(), weights.size(), weights.size(), rule.momentum(), rule.weightDecay(),
            rule.nesterov() ? 1 : 0, rate, gradient, velocity, weights));
  }

  Operation applyVelocity(SgdRule rule, Scalar rate, Matrix velocity, Matrix weights) {
    Kernel apply = kernels.get(FILE, weights.type(), "apply_velocity");
    Instruction call = new Instruction("apply_velocity").updates(weights).updates(velocity).factor(rate)
        .number(rule.weightDecay());
    return new Operation().resident(call).body((queue, workspace) ->
        queue.forEach(apply, weights.members(), weights.size(), weights.size(), rule.weightDecay(), rate, velocity,
            weights));
  }
}
