package dev.lamina.reproduce.item;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.network.HostMatrix;
import org.junit.jupiter.api.Test;

/** C and D of small sets of which both are known. */
class GramMetricsTest {

  private static GramMetrics of(int[] labels, double[][] samples) {
    double[] gram = new double[samples.length * samples.length];
    for (int i = 0; i < samples.length; i++) {
      for (int j = 0; j < samples.length; j++) {
        for (int k = 0; k < samples[i].length; k++) {
          gram[i * samples.length + j] += samples[i][k] * samples[j][k];
        }
      }
    }
    return GramMetrics.of(new HostMatrix("gram", samples.length, samples.length, gram), labels, 2);
  }

  /** docs/theory.md, G6: C = 10/13, D = 1. */
  @Test
  void theToySet() {
    GramMetrics measured = of(new int[] {0, 0, 1, 1}, new double[][] {{1, 0}, {3, 0}, {0, 1}, {0, 5}});
    assertEquals(10.0 / 13, measured.compression(), 1e-15);
    assertEquals(1, measured.discrimination());
  }

  /**
   * Classes of 1 and 3 samples with means 4 and 0 on a line: the mean of all samples is 1, the traces are
   * {@code (0 + 2)/4} and {@code ((4-1)^2 + (0-1)^2)/2}.
   */
  @Test
  void unequalClassesWeighSamplesWithinAndClassesBetween() {
    GramMetrics measured = of(new int[] {0, 1, 1, 1}, new double[][] {{4, 1}, {-1, 1}, {1, 1}, {0, 1}});
    assertEquals(0.5 / 5, measured.compression(), 1e-15);
    assertEquals(1 - 1 / Math.sqrt(17), measured.discrimination(), 1e-15);
  }

  /** At 120 degrees the cosine is -1/2, and D above 1. */
  @Test
  void obtuseMeansHaveADiscriminationAbove1() {
    double height = Math.sqrt(3) / 2;
    assertEquals(1.5, of(new int[] {0, 1}, new double[][] {{1, 0}, {-0.5, height}}).discrimination(), 1e-15);
  }
}
