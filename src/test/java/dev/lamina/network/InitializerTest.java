package dev.lamina.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.device.Activation;
import dev.lamina.device.ElementType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class InitializerTest {
  private static final double ROUNDING = 1e-13;

  private static Architecture single(int inputs, int outputs) {
    return Architecture.builder(inputs, outputs).build();
  }

  @ParameterizedTest
  @CsvSource({"17, 5", "5, 17", "9, 9", "1, 4", "64, 2"})
  void orthogonalHasOrthonormalColumnsOrRows(int inputs, int outputs) {
    try (Fixture f = Fixture.initialized(
        single(inputs, outputs), ElementType.FLOAT64, Initialization.ORTHOGONAL, 0.3, 7, 8)) {
      for (int e = 0; e < 2; e++) {
        double[][] w = f.weight(1, e);
        double[][] t = Dense.transpose(w);
        double[][] gram = outputs >= inputs ? Dense.times(t, w) : Dense.times(w, t);
        assertEquals(0, Dense.distance(gram, Dense.diagonal(gram.length, gram.length, 0.09)), ROUNDING);
      }
      assertTrue(Dense.distance(f.weight(1, 0), f.weight(1, 1)) > 1e-3, "members of other seeds differ");
    }
  }

  @Test
  void paddedStartsWithASquareOrthogonalBlock() {
    Architecture architecture = Architecture.builder(20, 3).hidden(3, 12).build();
    try (Fixture f = Fixture.initialized(architecture, ElementType.FLOAT64, Initialization.ORTHOGONAL_PADDED, 0.3, 1)) {
      for (int layer : new int[] {1, 4}) {
        double[][] w = f.weight(layer, 0);
        int outputs = w.length;
        double[][] block = new double[outputs][];
        for (int i = 0; i < outputs; i++) {
          block[i] = Arrays.copyOf(w[i], outputs);
          for (int j = outputs; j < w[i].length; j++) {
            assertEquals(0, w[i][j], "column " + j + " is padding");
          }
        }
        assertEquals(0, Dense.distance(Dense.times(block, Dense.transpose(block)),
            Dense.diagonal(outputs, outputs, 0.09)), ROUNDING);
      }
      double[][] interior = f.weight(2, 0);
      assertEquals(0, Dense.distance(Dense.times(interior, Dense.transpose(interior)),
          Dense.diagonal(12, 12, 0.09)), ROUNDING);
    }
  }

  @Test
  void paddedLeavesTallLayersOrthogonal() {
    Architecture tall = single(4, 9);
    try (Fixture padded = Fixture.initialized(tall, ElementType.FLOAT64, Initialization.ORTHOGONAL_PADDED, 1, 3);
        Fixture plain = Fixture.initialized(tall, ElementType.FLOAT64, Initialization.ORTHOGONAL, 1, 3)) {
      assertArrayEquals(plain.weight(1, 0), padded.weight(1, 0));
    }
  }

  /**
   * Under the Haar measure on d x d matrices, entries have mean 0 and variance 1/d, and the trace of a power that is at
   * most d has mean 0 and variance equal to the power (Diaconis and Shahshahani 1994); without the sign convention of
   * R, the mean of the trace would not be 0.
   */
  @Test
  void orthogonalIsHaar() {
    int d = 6;
    int draws = 4000;
    long[] seeds = LongStream.range(0, draws).toArray();
    try (Fixture f = Fixture.initialized(single(d, d), ElementType.FLOAT64, Initialization.ORTHOGONAL, 1, seeds)) {
      double trace = 0;
      double traceSquared = 0;
      double entrySquared = 0;
      double positive = 0;
      for (int e = 0; e < draws; e++) {
        double[][] w = f.weight(1, e);
        double t = 0;
        for (int i = 0; i < d; i++) {
          t += w[i][i];
        }
        trace += t / draws;
        traceSquared += t * t / draws;
        entrySquared += w[d - 1][d - 1] * w[d - 1][d - 1] / draws;
        positive += w[0][0] > 0 ? 1.0 / draws : 0;
      }
      double deviation = 1 / Math.sqrt(draws);
      assertEquals(0, trace, 5 * deviation);
      assertEquals(1, traceSquared, 5 * deviation * Math.sqrt(2));
      assertEquals(1.0 / d, entrySquared, 5 * deviation * Math.sqrt(2) / d);
      assertEquals(0.5, positive, 5 * deviation / 2);
    }
  }

  @Test
  void identityHasTheScaleOnItsDiagonal() {
    Architecture architecture = Architecture.builder(5, 3).hidden(2, 7).build();
    try (Fixture f = new Fixture(architecture, ElementType.FLOAT64, 2)) {
      double[] scales = {0.3, 0.5};
      FirstWeights.of(f.device, f.network, Initialization.IDENTITY, new long[] {1, 2}, scales);
      for (int l = 1; l <= 3; l++) {
        double[][] w = f.weight(l, 0);
        assertArrayEquals(Dense.diagonal(w.length, w[0].length, 0.3), w);
        assertArrayEquals(Dense.diagonal(w.length, w[0].length, 0.5), f.weight(l, 1));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"GAUSSIAN, IDENTITY, 0.5", "KAIMING, IDENTITY, 1", "KAIMING, RELU, 1.41421356237",
      "KAIMING, TANH, 1.66666666667", "KAIMING, LEAKY_RELU, 1.41414285701", "KAIMING, GELU, 1.41421356237"})
  void normalWeightsHaveTheirDeviation(Initialization kind, Activation activation, double factor) {
    int inputs = 300;
    Architecture architecture = new Architecture(
        List.of(new LayerSpec(inputs, 400, true, false, activation), LayerSpec.linear(400, 2)), 1);
    try (Fixture f = Fixture.initialized(architecture, ElementType.FLOAT64, kind, 0.5, 11)) {
      double[][] w = f.weight(1, 0);
      double mean = 0;
      double square = 0;
      int beyond = 0;
      int count = inputs * 400;
      double deviation = factor / Math.sqrt(inputs);
      for (double[] row : w) {
        for (double v : row) {
          mean += v / count;
          square += v * v / count;
          beyond += Math.abs(v) > 2 * deviation ? 1 : 0;
        }
      }
      assertEquals(0, mean, 5 * deviation / Math.sqrt(count));
      assertEquals(1, square / (deviation * deviation), 5 * Math.sqrt(2.0 / count));
      assertEquals(0.0455, beyond / (double) count, 0.004, "share beyond two deviations");
      assertEquals(0, Dense.distance(f.rows(f.network.bias(1)), null), "the bias");
    }
  }

  @ParameterizedTest
  @CsvSource({"UNIFORM, 0.5", "DEFAULT, 1", "XAVIER, 1.60356745147"})
  void uniformWeightsFillTheirRange(Initialization kind, double factor) {
    int inputs = 300;
    Architecture architecture = Architecture.builder(inputs, 400).bias(true).build();
    try (Fixture f = Fixture.initialized(architecture, ElementType.FLOAT64, kind, 0.5, 11)) {
      double bound = factor / Math.sqrt(inputs);
      double[][] w = f.weight(1, 0);
      double square = 0;
      for (double[] row : w) {
        for (double v : row) {
          square += v * v / (inputs * 400);
        }
      }
      assertTrue(Dense.distance(w, null) <= bound);
      assertTrue(Dense.distance(w, null) > 0.999 * bound);
      assertEquals(bound * bound / 3, square, bound * bound * 0.005);
      double bias = Dense.distance(f.rows(f.network.bias(1)), null);
      assertEquals(kind == Initialization.DEFAULT, bias > 0.9 * bound && bias <= bound, "the bias");
    }
  }

  /** Seeds s, s+1, s+2 in one ensemble start as three single networks do, bit for bit. */
  @ParameterizedTest
  @EnumSource(Initialization.class)
  void membersEqualSingleRuns(Initialization kind) {
    Architecture architecture =
        Architecture.builder(13, 3).hidden(3, 9).nonlinear(1, Activation.RELU, true).bias(true).build();
    double[] scales = {0.3, 0.7, 1.1};
    for (ElementType type : new ElementType[] {ElementType.FLOAT32, ElementType.FLOAT64}) {
      try (Fixture ensemble = new Fixture(architecture, type, 3)) {
        FirstWeights.of(ensemble.device, ensemble.network, kind, new long[] {5, 6, 7}, scales);
        for (int e = 0; e < 3; e++) {
          try (Fixture single = Fixture.initialized(architecture, type, kind, scales[e], 5 + e)) {
            for (int l = 1; l <= 4; l++) {
              assertArrayEquals(single.weight(l, 0), ensemble.weight(l, e));
              assertArrayEquals(single.rows(single.network.bias(l)), ensemble.rows(ensemble.network.bias(l).member(e)));
            }
          }
        }
      }
    }
  }

  @Test
  void layersDifferThoughTheyShareASeed() {
    Architecture architecture = Architecture.builder(9, 3).hidden(3, 9).build();
    try (Fixture f = Fixture.initialized(architecture, ElementType.FLOAT64, Initialization.GAUSSIAN, 1, 5)) {
      assertTrue(Dense.distance(f.weight(1, 0), f.weight(2, 0)) > 1e-3);
      assertTrue(Dense.distance(f.weight(2, 0), f.weight(3, 0)) > 1e-3);
    }
  }

  @Test
  void takesWeightsFromTheHost() {
    Architecture architecture = Architecture.builder(2, 2).hidden(1, 3).build();
    HostMatrix first = new HostMatrix("W1", 3, 2, new double[] {1, 2, 3, 4, 5, 6});
    HostMatrix second = new HostMatrix("W2", 2, 3, new double[] {7, 8, 9, 10, 11, 12});
    try (Fixture f = new Fixture(architecture, ElementType.FLOAT64, 2)) {
      HostWeights.write(f.device, f.network, Map.of(1, first, 2, second));
      assertArrayEquals(new double[][] {{1, 2}, {3, 4}, {5, 6}}, f.weight(1, 1));
      assertArrayEquals(new double[][] {{7, 8, 9}, {10, 11, 12}}, f.weight(2, 0));
      assertMessage("layer 2 needs weights of 2 x 3 (outputs x inputs), but W1 is 3 x 2",
          () -> HostWeights.write(f.device, f.network, Map.of(1, first, 2, first)));
      assertMessage("no weights are given for layer 2, which needs 2 x 3",
          () -> HostWeights.write(f.device, f.network, Map.of(1, first)));
      assertMessage("layer 3 of a network of layers 1 to 2",
          () -> HostWeights.write(f.device, f.network, Map.of(1, first, 2, second, 3, first)));
      assertMessage("W of 2 x 2 cannot have 3 values", () -> new HostMatrix("W", 2, 2, new double[3]));
    }
  }

  @Test
  void refusesWhatDoesNotFitTheMembers() {
    try (Fixture f = new Fixture(single(3, 2), ElementType.FLOAT64, 2)) {
      assertMessage("2 members needs as many seeds and scales, not 1 and 2",
          () -> FirstWeights.of(f.device, f.network, Initialization.GAUSSIAN, new long[1], 1, 1));
      assertMessage("must be positive and finite, not 0.0",
          () -> FirstWeights.of(f.device, f.network, Initialization.GAUSSIAN, new long[2], 1, 0));
    }
  }

  private static void assertMessage(String part, Runnable action) {
    String message = assertThrows(IllegalArgumentException.class, action::run).getMessage();
    assertTrue(message.contains(part), message);
  }
}
