package dev.lamina.device;

/**
 * The state of one batch normalisation, {@code y = gamma (z - mean) / sqrt(variance + epsilon) + beta} for each row
 * (Ioffe and Szegedy 2015). All matrices are {@code d x 1}.
 *
 * @param gamma scale
 * @param beta shift
 * @param runningMean exponential average of the batch means, used in inference
 * @param runningVariance the same of the unbiased batch variances
 * @param mean of the last training batch, for the backward pass
 * @param inverseDeviation {@code 1 / sqrt(variance + epsilon)} of the last training batch
 */
public record BatchNorm(
    Matrix gamma, Matrix beta, Matrix runningMean, Matrix runningVariance, Matrix mean, Matrix inverseDeviation) {

  /** Added to the variance; PyTorch's default. */
  public static final double EPSILON = 1e-5;

  /** Weight of the newest batch in the running averages; PyTorch's default. */
  public static final double MOMENTUM = 0.1;
}
