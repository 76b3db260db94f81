package dev.lamina.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.network.Architecture;
import dev.lamina.network.Initialization;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The runs without random numbers (docs/theory.md, R1 to R4): N = 30, d = 50, K = 3, identity weights. */
class DeterministicRunsTest {
  private static final int N = 30;
  private static final int D = 50;
  private static final int K = 3;
  static final int[] LABELS = IntStream.range(0, N).map(i -> i % K).toArray();

  /** {@code perturbation sin(3 r + 7 c + 1)} on the first N columns of the identity; one sample after the other. */
  static double[] data(double perturbation) {
    double[] x = new double[N * D];
    for (int c = 0; c < N; c++) {
      for (int r = 0; r < D; r++) {
        x[c * D + r] = (r == c ? 1 : 0) + (perturbation == 0 ? 0 : perturbation * Math.sin(3 * r + 7 * c + 1));
      }
    }
    return x;
  }

  static List<Arguments> runs() {
    return List.of(
        Arguments.of(0.0, 1.0, .3, .1, 6, 1992,
            new double[] {.999854253144, .999853780757, .999849517659, .999805565657},
            new double[] {13.5, .8188790336, .04971646021, 3.020605063e-3, 1.836432345e-4, 1.117190969e-5}),
        Arguments.of(0.0, 100.0, .3, .01, 6, 602,
            new double[] {.985951441, .985485157248, .981178545292, .897304874807},
            new double[] {13.5, 3.778709903, 1.058776725, .2969244362, .08334091008, .02341628101}),
        Arguments.of(.02, 1.0, .3, .1, 6, 2006,
            new double[] {.999853550548, .999853077154, .999848804915, .999804752552},
            new double[] {13.65887493, .8291082754, .05033604997, 3.058010111e-3, 1.859016127e-4, 1.130832135e-5}),
        Arguments.of(.02, 1.0, .5, .1, 4, 393,
            new double[] {.987836242477, .987009751949, .979154863601, .333698301162},
            new double[] {13.65887493, 1.87810225, .2587197135, .03571326771}));
  }

  @ParameterizedTest
  @MethodSource("runs")
  void agreeToThePrintedDigits(double perturbation, double alpha, double epsilon, double rate, int depth, int stop,
      double[] losses, double[] compression) {
    Architecture architecture = Architecture.builder(D, K).hidden(depth - 1, D).outputScale(alpha).build();
    Settings settings = Settings.of(5000, rate).stop(1e-12, 1);
    try (Session session = Session.on(data(perturbation), LABELS, architecture, settings.build(), 0)) {
      session.initialize(Initialization.IDENTITY, new long[1], epsilon);
      TrainingResult result = session.run().get(0);
      int[] times = {0, 1, 10, 100};
      for (int i = 0; i < times.length; i++) {
        assertEquals(losses[i], result.history().get(times[i]).loss(), 1e-12, "loss at " + times[i]);
      }
      assertEquals(Status.STOPPED, result.status());
      assertEquals(stop, result.steps());
      assertEquals(stop, result.epochs());
      assertEquals(stop, result.history().size(), "every step has its loss");
      assertEquals(true, result.loss() < 1e-12 && result.history().get(stop - 1).loss() >= 1e-12);
      assertEquals(1, result.accuracy());
      for (int l = 0; l < depth; l++) {
        double actual = Compression.of(session.device, session.trainer.features().hidden(l), LABELS, K);
        assertEquals(1, actual / compression[l], 2e-9, "C_" + l);
      }
    }
  }
}
