package dev.lamina.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.device.Loss;
import dev.lamina.network.Architecture;
import dev.lamina.network.Initialization;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What one step of gradient descent does to the balance {@code B_l = W_{l+1}^T W_{l+1} - W_l W_l^T} of a linear
 * network, exactly (docs/theory.md, L3):
 * {@code B_l' = (1 - eta lambda)^2 B_l + eta^2 (G_{l+1}^T G_{l+1} - G_l G_l^T)}.
 */
class ConservationTest {
  private static final double RATE = 0.3;

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.02})
  void balanceChangesInSecondOrder(double weightDecay) {
    Architecture architecture = Architecture.builder(9, 3).hidden(3, 8).outputScale(1.5).build();
    SmallData data = SmallData.of(12, 9, 3);
    TrainingSettings settings = Settings.of(1, RATE).rule(0, weightDecay, false).build();
    try (Session session = Session.on(data.x(), data.labels(), architecture, settings, 0)) {
      session.initialize(Initialization.GAUSSIAN, new long[] {5}, 0.8);
      Map<String, double[]> before = session.state();
      Map<String, double[]> gradients = new ReferenceNetwork(architecture, Loss.SQUARED_ERROR, before)
          .gradients(data.rows(data.fileOrder(), 0, 12), data.labels());
      session.run();
      Map<String, double[]> after = session.state();
      double keep = 1 - RATE * weightDecay;
      double moved = 0;
      for (int l = 1; l <= 3; l++) {
        double[] old = difference(before, l);
        double[] now = difference(after, l);
        double[] gradient = difference(gradients, l);
        for (int i = 0; i < now.length; i++) {
          assertEquals(keep * keep * old[i] + RATE * RATE * gradient[i], now[i], 1e-14, "B_" + l + " " + i);
          moved = Math.max(moved, Math.abs(now[i] - old[i]));
        }
      }
      assertTrue(moved > 1e-3, "the step was large enough to show something: " + moved);
    }
  }

  /** {@code A_{l+1}^T A_{l+1} - A_l A_l^T}, 8 x 8. */
  private static double[] difference(Map<String, double[]> matrices, int layer) {
    double[] upper = matrices.get("layer" + (layer + 1) + ".weight");
    double[] lower = matrices.get("layer" + layer + ".weight");
    int width = 8;
    int inputs = lower.length / width;
    double[] result = new double[width * width];
    for (int i = 0; i < width; i++) {
      for (int j = 0; j < width; j++) {
        for (int r = 0; r < upper.length / width; r++) {
          result[i * width + j] += upper[r * width + i] * upper[r * width + j];
        }
        for (int c = 0; c < inputs; c++) {
          result[i * width + j] -= lower[i * inputs + c] * lower[j * inputs + c];
        }
      }
    }
    return result;
  }
}
