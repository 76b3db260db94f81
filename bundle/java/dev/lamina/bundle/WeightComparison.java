package dev.lamina.bundle;

import dev.lamina.data.Tensor;
import dev.lamina.data.format.SafetensorsReader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Weights of two runs of one network. */
final class WeightComparison {
  /** What a step with the rate 1e-300 may add to a weight that is 0; any other weight it leaves as it is. */
  private static final double STEP = 1e-290;

  private WeightComparison() {}

  /** @param tolerance relative to the largest weight of a layer */
  static Acceptance.Result compare(double tolerance, Path run, Path reference) {
    List<Tensor> weights = read(run);
    List<Tensor> expected = read(reference);
    if (weights.isEmpty() || weights.size() != expected.size()) {
      return new Acceptance.Result(false, weights.size() + " layers and " + expected.size());
    }
    double worst = 0;
    boolean agrees = true;
    boolean numbers = true;
    for (int l = 0; l < weights.size(); l++) {
      double[] a = weights.get(l).doubles();
      double[] b = expected.get(l).doubles();
      if (!described(weights.get(l)).equals(described(expected.get(l)))) {
        return new Acceptance.Result(false, described(weights.get(l)) + " and " + described(expected.get(l)));
      }
      double largest = Arrays.stream(b).map(Math::abs).max().orElse(0);
      for (int i = 0; i < a.length; i++) {
        double difference = Math.abs(a[i] - b[i]);
        agrees &= difference <= tolerance * largest + STEP;
        worst = Math.max(worst, difference > STEP ? difference / largest : 0);
        numbers &= !Double.isNaN(difference);
      }
    }
    String difference = !numbers ? "some weights are not numbers"
        : worst == 0 ? "equal to the last bit"
        : String.format(Locale.ROOT, "largest difference %.1e (allowed %.0e)", worst, tolerance);
    return new Acceptance.Result(agrees, weights.size() + " layers, " + difference);
  }

  private static String described(Tensor tensor) {
    return tensor.name() + ", " + tensor;
  }

  private static List<Tensor> read(Path run) {
    return SafetensorsReader.read(run.resolve("weights.safetensors"));
  }
}
