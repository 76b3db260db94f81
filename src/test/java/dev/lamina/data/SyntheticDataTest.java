package dev.lamina.data;

import static dev.lamina.data.DataAssertions.assertDataException;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.random.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyntheticDataTest {
  @ParameterizedTest
  @CsvSource({"50, 30, 3", "4, 4, 2", "2, 2, 2", "257, 130, 5", "300, 300, 10", "33, 6, 3"})
  void withoutNoiseSamplesAreOrthonormal(int d, int n, int classes) {
    double[] x = SyntheticData.nearOrthonormal(7, d, n, classes, 0).features().doubles();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        assertEquals(i == j ? 1 : 0, dot(x, i, j, d), 1e-13, i + ", " + j);
      }
    }
  }

  /** docs/theory.md, G1: C_0 = (n - 1) K / (K - 1) with n samples per class, from the definition of the traces. */
  @ParameterizedTest
  @CsvSource({"50, 30, 3, 13.5", "60, 50, 5, 11.25"})
  void orthonormalSamplesHaveTheCompressionOfTheory(int d, int n, int classes, double expected) {
    assertEquals(expected, compression(SyntheticData.nearOrthonormal(3, d, n, classes, 0)), 1e-11);
  }

  /** Over 2,000 draws of the authors' data the unbiased C_0 is nearly always between 12 and 15. */
  @ParameterizedTest
  @CsvSource({"1", "2", "3"})
  void theAuthorsDataHaveTheCompressionOfTheDigest(long seed) {
    double c0 = compression(SyntheticData.nearOrthonormal(seed, 50, 30, 3, 1));
    assertTrue(c0 > 11.9 && c0 < 15, "C_0 = " + c0);
  }

  @ParameterizedTest
  @CsvSource({"1", "0.25", "1e-6"})
  void thePerturbationHasTheGivenFrobeniusNorm(double noise) {
    double[] exact = SyntheticData.nearOrthonormal(5, 50, 30, 3, 0).features().doubles();
    double[] noisy = SyntheticData.nearOrthonormal(5, 50, 30, 3, noise).features().doubles();
    double squares = 0;
    for (int i = 0; i < exact.length; i++) {
      squares += (noisy[i] - exact[i]) * (noisy[i] - exact[i]);
    }
    assertEquals(1, Math.sqrt(squares) / noise, 1e-9);
  }

  /**
   * R = Q^T A has a positive diagonal and zeros below it, A being the Gaussian matrix that was factored: such a Q is
   * unique, so this is the QR that the Haar distribution asks for.
   */
  @Test
  void theTriangularFactorHasAPositiveDiagonal() {
    int rows = 20;
    int columns = 9;
    double[] a = new double[rows * columns];
    new RandomStream(11, 0).normals(0, a, 0, a.length);
    double[] q = a.clone();
    Orthonormal.columns(q, rows, columns);
    for (int i = 0; i < columns; i++) {
      for (int j = 0; j <= i; j++) {
        double r = 0;
        for (int row = 0; row < rows; row++) {
          r += q[row * columns + i] * a[row * columns + j];
        }
        assertTrue(i == j ? r > 0.1 : Math.abs(r) < 1e-13, i + ", " + j + ": " + r);
      }
    }
  }

  @Test
  void labelsComeInEqualBlocks() {
    Dataset set = SyntheticData.nearOrthonormal(1, 8, 6, 3, 1);
    assertArrayEquals(new int[] {0, 0, 1, 1, 2, 2}, set.labels());
    assertEquals(3, set.classes());
    assertEquals("float64 [6, 8]", set.features().toString());
  }

  @Test
  void seedsDecideTheValues() {
    double[] a = SyntheticData.nearOrthonormal(1, 20, 10, 2, 1).features().doubles();
    assertArrayEquals(a, SyntheticData.nearOrthonormal(1, 20, 10, 2, 1).features().doubles());
    double[] b = SyntheticData.nearOrthonormal(2, 20, 10, 2, 1).features().doubles();
    assertTrue(a[0] != b[0]);
  }

  @Test
  void gaussianClassesHaveTheGivenSeparationAndNoise() {
    int d = 400;
    int n = 500;
    int classes = 5;
    double[] x = SyntheticData.gaussian(4, d, n, classes, 3, 0.5).features().doubles();
    double within = 0;
    double norms = 0;
    for (int k = 0; k < classes; k++) {
      double[] mean = new double[d];
      for (int i = 0; i < 100; i++) {
        for (int f = 0; f < d; f++) {
          mean[f] += x[(100 * k + i) * d + f] / 100;
        }
      }
      for (int f = 0; f < d; f++) {
        norms += mean[f] * mean[f] / classes;
        for (int i = 0; i < 100; i++) {
          double deviation = x[(100 * k + i) * d + f] - mean[f];
          within += deviation * deviation / n;
        }
      }
    }
    assertEquals(9, norms, 1);
    assertEquals(0.25 * 0.99, within, 0.01);
  }

  @Test
  void uniformSamplesHaveTheGivenScale() {
    int d = 300;
    double[] x = SyntheticData.uniform(4, d, 100, 4, 2).features().doubles();
    double squares = 0;
    double largest = 0;
    for (double value : x) {
      squares += value * value / 100;
      largest = Math.max(largest, Math.abs(value));
    }
    assertEquals(4, squares, 0.1);
    assertEquals(0.2, largest, 1e-4);
    assertTrue(largest <= 0.2);
  }

  @Test
  void refusesNumbersThatDoNotFit() {
    assertDataException(
        () -> SyntheticData.nearOrthonormal(1, 20, 30, 3, 1), "30 samples in 20 dimensions", "at least the number");
    assertDataException(
        () -> SyntheticData.nearOrthonormal(1, 50, 31, 3, 1), "31 samples and 3 classes", "a multiple");
    assertDataException(() -> SyntheticData.gaussian(1, 0, 30, 3, 1, 1), "dimension 0");
    assertDataException(() -> SyntheticData.uniform(1, 5, 30, 1, 1), "1 classes");
    assertDataException(() -> SyntheticData.uniform(1, 1 << 20, 1 << 12, 2, 1), "4294967296 values");
    assertDataException(() -> SyntheticData.nearOrthonormal(1, 50, 30, 3, -1), "noise -1.0");
    assertDataException(() -> SyntheticData.gaussian(1, 5, 30, 3, Double.NaN, 1), "separation NaN");
  }

  /** Tr S_W / Tr S_B as in the paper: 1/N within, unweighted 1/K between. */
  private static double compression(Dataset set) {
    double[] x = set.features().doubles();
    int d = set.dimension();
    int n = set.samples();
    int perClass = n / set.classes();
    double within = 0;
    double between = 0;
    for (int f = 0; f < d; f++) {
      double[] means = new double[set.classes()];
      double mean = 0;
      for (int i = 0; i < n; i++) {
        means[set.labels()[i]] += x[i * d + f] / perClass;
        mean += x[i * d + f] / n;
      }
      for (int i = 0; i < n; i++) {
        double deviation = x[i * d + f] - means[set.labels()[i]];
        within += deviation * deviation / n;
      }
      for (double classMean : means) {
        between += (classMean - mean) * (classMean - mean) / set.classes();
      }
    }
    return within / between;
  }

  private static double dot(double[] x, int i, int j, int d) {
    double sum = 0;
    for (int f = 0; f < d; f++) {
      sum += x[i * d + f] * x[j * d + f];
    }
    return sum;
  }
}
