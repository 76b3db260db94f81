package dev.lamina.metric;

import java.util.ArrayList;
import java.util.List;

/** Plain gradient descent on {@code (1/N) |alpha W_{L:1} X - Y|^2}, written out: docs/theory.md, R1 to R4. */
final class LinearTraining {

  final Dense x;
  final Dense y;
  final double alpha;
  final List<Dense> weights;

  LinearTraining(Dense x, Dense y, double alpha, List<Dense> weights) {
    this.x = x;
    this.y = y;
    this.alpha = alpha;
    this.weights = new ArrayList<>(weights);
  }

  /** Scaled identities, and the first K rows of one last. */
  static List<Dense> identities(int width, int classes, int matrices, double epsilon) {
    List<Dense> weights = new ArrayList<>();
    for (int l = 1; l < matrices; l++) {
      weights.add(Dense.identity(width, width, epsilon));
    }
    weights.add(Dense.identity(classes, width, epsilon));
    return weights;
  }

  /** Data A of docs/theory.md, "Runs without random numbers", and B where {@code perturbation} is 0.02. */
  static Dense data(double perturbation) {
    Dense x = Dense.identity(50, 30, 1);
    for (int c = 0; c < 30; c++) {
      for (int r = 0; r < 50; r++) {
        x.values()[r + c * 50] += perturbation * Math.sin(3 * r + 7 * c + 1);
      }
    }
    return x;
  }

  /** The data, then the features of every layer but the classifier's output. */
  List<Dense> features() {
    List<Dense> features = new ArrayList<>(List.of(x));
    for (Dense w : weights.subList(0, weights.size() - 1)) {
      features.add(w.times(features.get(features.size() - 1)));
    }
    return features;
  }

  double loss() {
    double norm = residual().norm();
    return norm * norm / x.columns();
  }

  List<Dense> gradients() {
    List<Dense> features = features();
    List<Dense> gradients = new ArrayList<>();
    Dense delta = residual().scaled(2 * alpha / x.columns());
    for (int l = weights.size() - 1; l >= 0; l--) {
      gradients.add(0, delta.times(features.get(l).transposed()));
      delta = weights.get(l).transposed().times(delta);
    }
    return gradients;
  }

  void step(double rate, double decay) {
    List<Dense> gradients = gradients();
    for (int l = 0; l < weights.size(); l++) {
      weights.set(l, weights.get(l).scaled(1 - rate * decay).plus(gradients.get(l), -rate));
    }
  }

  /** Steps until the loss is below 1e-12; the number of steps. */
  int converge(double rate) {
    int steps = 0;
    while (loss() >= 1e-12) {
      step(rate, 0);
      steps++;
    }
    return steps;
  }

  private Dense residual() {
    List<Dense> features = features();
    return weights.get(weights.size() - 1).times(features.get(features.size() - 1)).scaled(alpha).minus(y);
  }
}
