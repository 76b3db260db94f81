package dev.lamina.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.device.Activation;
import dev.lamina.device.Loss;
import dev.lamina.network.Architecture;
import dev.lamina.network.Initialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The gradient of a whole network. A step of plain SGD with rate 1 moves every parameter by its gradient, which must be
 * the central difference quotient of the loss (to h^2 and rounding / h) and what the plain Java network derives (to
 * rounding).
 */
class GradientTest {
  private static final double H = 1e-5;

  static List<Arguments> networks() {
    List<Arguments> networks = new ArrayList<>();
    networks.add(Arguments.of("linear", Architecture.builder(7, 3).hidden(3, 6).outputScale(2.5).build()));
    for (Activation activation : Activation.values()) {
      for (int options = 0; options < 4; options++) {
        boolean bias = options % 2 == 1;
        boolean norm = options / 2 == 1;
        networks.add(Arguments.of(activation + (bias ? ", bias" : "") + (norm ? ", batch norm" : ""),
            Architecture.builder(7, 3).hidden(4, 6).nonlinear(2, activation, norm).bias(bias).outputScale(0.7)
                .build()));
      }
    }
    return networks;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void isTheDifferenceQuotientOfTheLoss(String name, Architecture architecture) {
    SmallData data = SmallData.of(11, 7, 3);
    for (int variant = 0; variant < 4; variant++) {
      Loss loss = Loss.values()[variant % 2];
      TrainingSettings settings = Settings.of(1, 1).loss(loss).gradients(Gradients.values()[variant / 2]).build();
      try (Session session = Session.on(data.x(), data.labels(), architecture, settings, 0)) {
        session.initialize(Initialization.DEFAULT, new long[] {3}, 1);
        ReferenceNetwork reference = new ReferenceNetwork(architecture, loss, session.state());
        Map<String, double[]> before = session.state();
        double[] stepLoss = {Double.NaN};
        TrainingResult result = session.trainer.run(new TrainingListener() {
          @Override
          public void epochsFinished(EpochReport report) {
            stepLoss[0] = report.stepLosses()[0][0];
          }
        }).get(0);
        Map<String, double[]> after = session.state();
        double[][] x = data.rows(data.fileOrder(), 0, 11);
        assertEquals(reference.loss(x, data.labels()), stepLoss[0], 1e-14, "the loss");
        Map<String, double[]> derived = reference.gradients(x, data.labels());
        derived.forEach((parameter, gradient) -> {
          double[] values = reference.state.get(parameter);
          for (int i = 0; i < gradient.length; i++) {
            double step = before.get(parameter)[i] - after.get(parameter)[i];
            assertEquals(gradient[i], step, 1e-14, parameter + " " + i + " against the plain Java network");
            assertEquals(quotient(reference, values, i, x, data.labels()), step, 2e-8, parameter + " " + i);
          }
        });
        for (String statistic : reference.state.keySet()) {
          if (statistic.contains("running")) {
            assertArrayEquals(reference.state.get(statistic), after.get(statistic), 1e-14, statistic);
          }
        }
        after.forEach(reference.state::replace);
        assertEquals(reference.inferredLoss(x, data.labels()), result.loss(), 1e-13, "with running statistics");
      }
    }
  }

  private static double quotient(ReferenceNetwork network, double[] values, int i, double[][] x, int[] labels) {
    double value = values[i];
    values[i] = value + H;
    double above = network.loss(x, labels);
    values[i] = value - H;
    double below = network.loss(x, labels);
    values[i] = value;
    return (above - below) / (2 * H);
  }
}
