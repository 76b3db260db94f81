package dev.lamina.device;

/** Layers and losses by their definitions, in float64. */
public final class NetworkReference {
  private NetworkReference() {}

  public static double activate(Activation activation, double z) {
    return switch (activation) {
      case IDENTITY -> z;
      case RELU -> Math.max(0, z);
      case LEAKY_RELU -> z > 0 ? z : Activation.LEAKY_SLOPE * z;
      case TANH -> Math.tanh(z);
      case GELU -> z * normalDistribution(z);
    };
  }

  /** The derivative, from {@code z} or from {@code h = phi(z)} as {@link Activation#derivativeNeedsArgument()} says. */
  public static double derivative(Activation activation, double z, double h) {
    return switch (activation) {
      case IDENTITY -> 1;
      case RELU -> h > 0 ? 1 : 0;
      case LEAKY_RELU -> h > 0 ? 1 : Activation.LEAKY_SLOPE;
      case TANH -> 1 - h * h;
      case GELU -> normalDistribution(z) + z * density(z);
    };
  }

  /**
   * Phi(z) to a few units in the last place, in the left tail too: near 0 by
   * {@code 1/2 + density(z) (z + z^3/3 + z^5/(3 5) + ...)} (Marsaglia, "Evaluating the normal distribution", 2004),
   * beyond by Laplace's continued fraction {@code Phi(-t) = density(t) / (t + 1/(t + 2/(t + 3/(t + ...))))}.
   */
  static double normalDistribution(double z) {
    double t = Math.abs(z);
    if (t > 2.5) {
      double fraction = t;
      for (int k = 200; k > 0; k--) {
        fraction = t + k / fraction;
      }
      double tail = density(t) / fraction;
      return z > 0 ? 1 - tail : tail;
    }
    double term = z;
    double sum = z;
    for (int k = 3; Math.abs(term) > 1e-20 * Math.abs(sum); k += 2) {
      term *= z * z / k;
      sum += term;
    }
    return 0.5 + sum * density(z);
  }

  private static double density(double z) {
    return Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
  }

  /** A batch norm's statistics of each row, d x 1. */
  record Statistics(Host mean, Host variance, Host inverseDeviation) {}

  static Statistics statistics(Host z) {
    int n = z.columns();
    Host mean = Host.make(z.rows(), 1, z.members(), (e, i, column) -> {
      double sum = 0;
      for (int j = 0; j < n; j++) {
        sum += z.at(e, i, j);
      }
      return sum / n;
    });
    Host variance = Host.make(z.rows(), 1, z.members(), (e, i, column) -> {
      double sum = 0;
      for (int j = 0; j < n; j++) {
        double centred = z.at(e, i, j) - mean.at(e, i, 0);
        sum += centred * centred;
      }
      return sum / n;
    });
    return new Statistics(mean, variance, variance.map(v -> 1 / Math.sqrt(v + BatchNorm.EPSILON)));
  }

  /** {@code gamma (z - mean) inverseDeviation + beta}. */
  static Host normalise(Host z, Host gamma, Host beta, Host mean, Host inverseDeviation) {
    return Host.make(z.rows(), z.columns(), z.members(), (e, i, j) ->
        gamma.at(e, i, 0) * (z.at(e, i, j) - mean.at(e, i, 0)) * inverseDeviation.at(e, i, 0) + beta.at(e, i, 0));
  }

  /** One sample's loss. */
  static double loss(Loss loss, double outputScale, Host output, int member, int sample, int label) {
    int classes = output.rows();
    if (loss == Loss.SQUARED_ERROR) {
      double sum = 0;
      for (int k = 0; k < classes; k++) {
        double residual = outputScale * output.at(member, k, sample) - (k == label ? 1 : 0);
        sum += residual * residual;
      }
      return sum;
    }
    double largest = largest(outputScale, output, member, sample);
    double sum = 0;
    for (int k = 0; k < classes; k++) {
      sum += Math.exp(outputScale * output.at(member, k, sample) - largest);
    }
    return largest + Math.log(sum) - outputScale * output.at(member, label, sample);
  }

  /** Mean loss of a batch, 1 x 1. */
  static Host meanLoss(Loss loss, double outputScale, Host output, Host labels) {
    return Host.make(1, 1, output.members(), (e, i, column) -> {
      double sum = 0;
      for (int j = 0; j < output.columns(); j++) {
        sum += loss(loss, outputScale, output, e, j, (int) labels.at(e, 0, j));
      }
      return sum / output.columns();
    });
  }

  /** {@code d meanLoss / d output}. */
  static Host lossGradient(Loss loss, double outputScale, Host output, Host labels) {
    int n = output.columns();
    return Host.make(output.rows(), n, output.members(), (e, k, j) -> {
      double target = k == labels.at(e, 0, j) ? 1 : 0;
      double h = outputScale * output.at(e, k, j);
      return loss == Loss.SQUARED_ERROR
          ? 2 * outputScale * (h - target) / n
          : outputScale * (probability(outputScale, output, e, k, j) - target) / n;
    });
  }

  static double probability(double outputScale, Host output, int member, int row, int sample) {
    double largest = largest(outputScale, output, member, sample);
    double sum = 0;
    for (int k = 0; k < output.rows(); k++) {
      sum += Math.exp(outputScale * output.at(member, k, sample) - largest);
    }
    return Math.exp(outputScale * output.at(member, row, sample) - largest) / sum;
  }

  private static double largest(double outputScale, Host output, int member, int sample) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < output.rows(); k++) {
      largest = Math.max(largest, outputScale * output.at(member, k, sample));
    }
    return largest;
  }
}
