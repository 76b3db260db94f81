package dev.lamina.network;

import dev.lamina.device.Activation;
import java.util.Objects;

/**
 * One layer, {@code h = phi(BN(W x + b))}: batch normalisation, where there is any, comes before the activation.
 *
 * @param inputs columns of W
 * @param outputs rows of W
 * @param bias whether b is added
 * @param batchNorm whether the sum is batch-normalised
 * @param activation phi
 */
public record LayerSpec(int inputs, int outputs, boolean bias, boolean batchNorm, Activation activation) {

  public LayerSpec {
    if (inputs < 1 || outputs < 1) {
      throw new IllegalArgumentException(
          "a layer needs at least 1 input and 1 output, not " + inputs + " and " + outputs);
    }
    Objects.requireNonNull(activation, "activation");
  }

  /** {@code h = W x}. */
  public static LayerSpec linear(int inputs, int outputs) {
    return new LayerSpec(inputs, outputs, false, false, Activation.IDENTITY);
  }

  public boolean nonlinear() {
    return activation != Activation.IDENTITY;
  }

  /** Whether the layer is {@code h = W x} and nothing else. */
  public boolean isPlain() {
    return !bias && !batchNorm && !nonlinear();
  }

  /** Numbers that training changes: weights, biases, and the scale and shift of batch normalisation. */
  public long parameters() {
    return (long) inputs * outputs + (bias ? outputs : 0) + (batchNorm ? 2L * outputs : 0);
  }
}
