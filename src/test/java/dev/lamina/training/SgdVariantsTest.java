package dev.lamina.training;

import dev.lamina.device.Activation;
import dev.lamina.device.Loss;
import dev.lamina.network.Architecture;
import dev.lamina.network.Initialization;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every form of SGD over several epochs, against PyTorch's rule written out in plain Java. */
class SgdVariantsTest {
  private static final int EPOCHS = 4;
  private static final int N = 23;

  @ParameterizedTest
  @CsvSource({
      "0, 0, false, 0", "0, 0.05, false, 0", "0, 0.05, false, 5", "0.9, 0, false, 0", "0.9, 0.05, false, 0",
      "0.9, 0.05, false, 5", "0.8, 0, true, 0", "0.8, 0.05, true, 0", "0.8, 0.05, true, 5"})
  void followPyTorch(double momentum, double weightDecay, boolean nesterov, int batch) {
    Architecture architecture =
        Architecture.builder(7, 3).hidden(3, 6).nonlinear(2, Activation.TANH, true).bias(true).build();
    Schedule schedule = new Schedule.Cosine(EPOCHS, 0.01);
    TrainingSettings settings = Settings.of(EPOCHS, 0.2).rule(momentum, weightDecay, nesterov).schedule(schedule)
        .batch(batch, false).build();
    SmallData data = SmallData.of(N, 7, 3);
    int[] order = data.fileOrder();
    for (int i = 0; i < N; i++) {
      order[i] = (i * 7 + 3) % N;
    }
    try (Session session = Session.on(data.x(), data.labels(), architecture, settings, 0)) {
      session.initialize(Initialization.DEFAULT, new long[] {3}, 1);
      session.trainer.order(order);
      ReferenceNetwork reference = new ReferenceNetwork(architecture, Loss.SQUARED_ERROR, session.state());
      session.run();
      Map<String, double[]> velocity = new HashMap<>();
      int size = batch == 0 ? N : batch;
      for (int e = 0; e < EPOCHS; e++) {
        for (int from = 0; from < N; from += size) {
          int to = Math.min(N, from + size);
          step(settings, schedule.rate(0.2, e), reference,
              reference.gradients(data.rows(order, from, to), data.labels(order, from, to)), velocity);
        }
      }
      session.state().forEach((name, values) -> Golden.assertRelative(name, reference.state.get(name), values, 1e-12));
    }
  }

  private static void step(TrainingSettings settings, double rate, ReferenceNetwork network,
      Map<String, double[]> gradients, Map<String, double[]> velocities) {
    double mu = settings.rule().momentum();
    gradients.forEach((name, gradient) -> {
      double[] w = network.state.get(name);
      double[] v = velocities.computeIfAbsent(name, parameter -> new double[w.length]);
      for (int i = 0; i < w.length; i++) {
        double g = gradient[i] + settings.rule().weightDecay() * w[i];
        v[i] = mu * v[i] + g;
        w[i] -= rate * (settings.rule().nesterov() ? g + mu * v[i] : v[i]);
      }
    });
  }
}
