package dev.lamina.device;

/** The function that a layer applies to each entry of its (batch-normalised) linear map. */
public enum Activation {
  IDENTITY,
  /** {@code max(0, z)}; the derivative at 0 is 0. */
  RELU,
  /** {@code z} where positive, else {@code 0.01 z}. */
  LEAKY_RELU,
  TANH,
  /** {@code z Phi(z)} with the normal distribution function itself, not its tanh approximation. */
  GELU;

  /** The slope of {@link #LEAKY_RELU} for negative arguments, PyTorch's default. */
  public static final double LEAKY_SLOPE = 0.01;

  /** Whether the derivative needs the argument {@code z}; the others are found from the value {@code phi(z)} alone. */
  public boolean derivativeNeedsArgument() {
    return this == GELU;
  }
}
