package dev.lamina.device;

/**
 * The function that a layer applies to each entry of its (batch-normalised) linear map. What a device computes for a
 * constant stands in {@code cpu.Phi} and in {@code kernels/activations.cuh}.
 */
public enum Activation {
  IDENTITY(1),
  /** {@code max(0, z)}; the derivative at 0 is 0. */
  RELU(Math.sqrt(2)),
  /** {@code z} where positive, else {@code 0.01 z}. */
  LEAKY_RELU(Math.sqrt(2 / (1 + Activation.LEAKY_SLOPE * Activation.LEAKY_SLOPE))),
  TANH(5.0 / 3),
  /** {@code z Phi(z)} with the normal distribution function itself, not its tanh approximation. */
  GELU(Math.sqrt(2)) {
    @Override
    public boolean derivativeNeedsArgument() {
      return true;
    }
  };

  /** The slope of {@link #LEAKY_RELU} for negative arguments, PyTorch's default. */
  public static final double LEAKY_SLOPE = 0.01;

  private final double gain;

  Activation(double gain) {
    this.gain = gain;
  }

  /** What keeps the scale of a layer's inputs as a factor of its weights; PyTorch's, which names none for GELU. */
  public double gain() {
    return gain;
  }

  /** Whether the derivative needs the argument {@code z}; the others are found from the value {@code phi(z)} alone. */
  public boolean derivativeNeedsArgument() {
    return false;
  }
}
