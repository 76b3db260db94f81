package dev.lamina.metric;

/**
 * What {@link Theory} must know of how a network was trained, to tell which predictions apply.
 *
 * @param linear whether every layer is a plain matrix, without bias, normalisation or activation
 * @param initial what the weights were at the start
 * @param epsilon the scale of an orthogonal start; otherwise not read
 * @param outputScale alpha
 * @param squaredError whether that is the loss
 * @param momentum of the optimiser
 * @param weightDecay lambda
 * @param finalLoss at the time of the measurement
 */
public record TrainingFacts(boolean linear, Start initial, double epsilon, double outputScale, boolean squaredError,
    double momentum, double weightDecay, double finalLoss) {

  /** What the weights were at the start, as far as theory cares. */
  public enum Start {
    /** Orthogonal matrices, all times one scale. */
    ORTHOGONAL,
    /** {@code W_{l+1}^T W_{l+1} = W_l W_l^T} for all l. */
    BALANCED,
    OTHER
  }
}
