package dev.lamina.training;

import dev.lamina.device.BatchNorm;
import dev.lamina.device.Loss;
import dev.lamina.device.NetworkReference;
import dev.lamina.network.Architecture;
import dev.lamina.network.LayerSpec;
import java.util.LinkedHashMap;
import java.util.Map;

/** A network in plain Java, entry by entry from the definitions: what the device's training is compared with. */
final class ReferenceNetwork {
  private final Architecture architecture;
  private final Loss loss;
  /** Parameters and running statistics as {@link Session#state} names them. */
  final Map<String, double[]> state = new LinkedHashMap<>();

  ReferenceNetwork(Architecture architecture, Loss loss, Map<String, double[]> state) {
    this.architecture = architecture;
    this.loss = loss;
    state.forEach((name, values) -> this.state.put(name, values.clone()));
  }

  /** The loss of a batch with its own statistics. */
  double loss(double[][] x, int[] labels) {
    return backward(x, labels, null, false);
  }

  /** The loss with running statistics. */
  double inferredLoss(double[][] x, int[] labels) {
    return backward(x, labels, null, true);
  }

  /** Gradients by name; moves the running statistics. */
  Map<String, double[]> gradients(double[][] x, int[] labels) {
    Map<String, double[]> gradients = new LinkedHashMap<>();
    backward(x, labels, gradients, false);
    return gradients;
  }

  /** One layer's pass, kept for the way back. */
  private record Kept(
      double[][] input, double[][] normalized, double[] inverse, double[][] argument, double[][] hidden) {}

  private double backward(double[][] x, int[] labels, Map<String, double[]> gradients, boolean inference) {
    int depth = architecture.depth();
    Kept[] kept = new Kept[depth + 1];
    double[][] h = x;
    for (int l = 1; l <= depth; l++) {
      kept[l] = forward(l, h, inference, gradients != null);
      h = kept[l].hidden();
    }
    double[][] delta = new double[x.length][];
    double total = 0;
    for (int i = 0; i < x.length; i++) {
      delta[i] = new double[h[i].length];
      total += sampleLoss(h[i], labels[i], delta[i], x.length) / x.length;
    }
    for (int l = depth; gradients != null && l >= 1; l--) {
      delta = backward(l, kept[l], delta, gradients);
    }
    return total;
  }

  private double sampleLoss(double[] output, int label, double[] delta, int n) {
    double alpha = architecture.outputScale();
    double sum = 0;
    double normalizer = 0;
    for (double o : output) {
      normalizer += Math.exp(alpha * o);
    }
    for (int k = 0; k < output.length; k++) {
      double y = k == label ? 1 : 0;
      if (loss == Loss.SQUARED_ERROR) {
        sum += (alpha * output[k] - y) * (alpha * output[k] - y);
        delta[k] = 2 * alpha * (alpha * output[k] - y) / n;
      } else {
        double p = Math.exp(alpha * output[k]) / normalizer;
        sum -= y * Math.log(p);
        delta[k] = alpha * (p - y) / n;
      }
    }
    return sum;
  }

  private Kept forward(int layer, double[][] input, boolean inference, boolean moves) {
    LayerSpec spec = architecture.layer(layer);
    String name = "layer" + layer;
    int n = input.length;
    int d = spec.outputs();
    double[] w = state.get(name + ".weight");
    double[][] z = new double[n][d];
    for (int i = 0; i < n; i++) {
      for (int r = 0; r < d; r++) {
        z[i][r] = spec.bias() ? state.get(name + ".bias")[r] : 0;
        for (int c = 0; c < spec.inputs(); c++) {
          z[i][r] += w[r * spec.inputs() + c] * input[i][c];
        }
      }
    }
    double[][] normalized = null;
    double[] inverse = null;
    double[][] argument = z;
    if (spec.batchNorm()) {
      normalized = new double[n][d];
      inverse = new double[d];
      argument = new double[n][d];
      for (int r = 0; r < d; r++) {
        double mean = 0;
        double variance = 0;
        for (int i = 0; i < n; i++) {
          mean += z[i][r] / n;
        }
        for (int i = 0; i < n; i++) {
          variance += (z[i][r] - mean) * (z[i][r] - mean) / n;
        }
        double[] runningMean = state.get(name + ".norm.running_mean");
        double[] runningVariance = state.get(name + ".norm.running_variance");
        if (inference) {
          mean = runningMean[r];
          variance = runningVariance[r];
        } else if (moves) {
          runningMean[r] += BatchNorm.MOMENTUM * (mean - runningMean[r]);
          runningVariance[r] += BatchNorm.MOMENTUM * (variance * n / (n - 1) - runningVariance[r]);
        }
        inverse[r] = 1 / Math.sqrt(variance + BatchNorm.EPSILON);
        for (int i = 0; i < n; i++) {
          normalized[i][r] = (z[i][r] - mean) * inverse[r];
          argument[i][r] = state.get(name + ".norm.gamma")[r] * normalized[i][r] + state.get(name + ".norm.beta")[r];
        }
      }
    }
    double[][] hidden = new double[n][d];
    for (int i = 0; i < n; i++) {
      for (int r = 0; r < d; r++) {
        hidden[i][r] = NetworkReference.activate(spec.activation(), argument[i][r]);
      }
    }
    return new Kept(input, normalized, inverse, argument, hidden);
  }

  /** From the gradient for the features of a layer to that for the features below. */
  private double[][] backward(int layer, Kept kept, double[][] delta, Map<String, double[]> gradients) {
    LayerSpec spec = architecture.layer(layer);
    String name = "layer" + layer;
    int n = delta.length;
    int d = spec.outputs();
    for (int i = 0; i < n; i++) {
      for (int r = 0; r < d; r++) {
        delta[i][r] *= NetworkReference.derivative(spec.activation(), kept.argument()[i][r], kept.hidden()[i][r]);
      }
    }
    if (spec.batchNorm()) {
      double[] gamma = new double[d];
      double[] beta = new double[d];
      for (int r = 0; r < d; r++) {
        for (int i = 0; i < n; i++) {
          gamma[r] += delta[i][r] * kept.normalized()[i][r];
          beta[r] += delta[i][r];
        }
        double scale = state.get(name + ".norm.gamma")[r] * kept.inverse()[r] / n;
        for (int i = 0; i < n; i++) {
          delta[i][r] = scale * (n * delta[i][r] - beta[r] - kept.normalized()[i][r] * gamma[r]);
        }
      }
      gradients.put(name + ".norm.gamma", gamma);
      gradients.put(name + ".norm.beta", beta);
    }
    double[] w = state.get(name + ".weight");
    double[] weight = new double[w.length];
    double[] bias = new double[d];
    double[][] below = new double[n][spec.inputs()];
    for (int i = 0; i < n; i++) {
      for (int r = 0; r < d; r++) {
        bias[r] += delta[i][r];
        for (int c = 0; c < spec.inputs(); c++) {
          weight[r * spec.inputs() + c] += delta[i][r] * kept.input()[i][c];
          below[i][c] += delta[i][r] * w[r * spec.inputs() + c];
        }
      }
    }
    gradients.put(name + ".weight", weight);
    if (spec.bias()) {
      gradients.put(name + ".bias", bias);
    }
    return below;
  }
}
