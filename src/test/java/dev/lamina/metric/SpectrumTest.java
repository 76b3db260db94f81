package dev.lamina.metric;

import static dev.lamina.metric.Close.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpectrumTest {

  @Test
  void aPowerLawHasItsExponent() {
    double[] lambda = IntStream.rangeClosed(1, 150).mapToDouble(i -> 7 * Math.pow(i, -1.7)).toArray();
    assertClose("all ranks", 1.7, Spectrum.decay(lambda), 1e-12);
    // Ranks 1 to 3 and those beyond 100 do not count.
    lambda[0] *= 3;
    lambda[149] /= 9;
    assertClose("ranks 4 to 100", 1.7, Spectrum.decay(lambda), 1e-12);
    assertClose("fewer ranks", 1.7, Spectrum.decay(Arrays.copyOf(lambda, 6)), 1e-12);
    Arrays.fill(lambda, 50, 150, lambda[0] * 1e-13);
    assertClose("before rounding", 1.7, Spectrum.decay(lambda), 1e-12);
    assertEquals(Double.NaN, Spectrum.decay(Arrays.copyOf(lambda, 5)));
    assertEquals(Double.NaN, Spectrum.decay(new double[20]));
    assertClose("NESum", 1.75, Spectrum.sumOverLargest(new double[] {4, 2, 1, 0}), 1e-15);
    assertEquals(Double.NaN, Spectrum.sumOverLargest(new double[3]));
  }

  @Test
  void equalSingularValuesHaveFullRankByEveryMeasure() {
    double[] sigma = new double[40];
    Arrays.fill(sigma, 2.5);
    assertEquals(38, Spectrum.numericalRank(sigma));
    assertEquals(40, Spectrum.numericalRank(sigma, 1));
    assertClose("effective", 40, Spectrum.effectiveRank(sigma), 1e-14);
    assertClose("stable", 40, Spectrum.stableRank(sigma), 1e-14);
    assertClose("nuclear", 100, Spectrum.nuclearNorm(sigma), 1e-14);
  }

  @Test
  void theShareIsOneOfTheSumNotOfTheSquares() {
    // 9 of 10 is 90 % of the sum, but 98.8 % of the squares.
    assertEquals(2, Spectrum.numericalRank(new double[] {9, 1}));
    assertEquals(1, Spectrum.numericalRank(new double[] {9, 1}, 0.9));
    assertEquals(1, Spectrum.numericalRank(new double[] {19, 1}));
    assertThrows(IllegalArgumentException.class, () -> Spectrum.numericalRank(new double[] {1}, 0));
  }

  @Test
  void zeroMatricesHaveRankZero() {
    for (double[] sigma : new double[][] {{}, {0}, {0, 0, 0}}) {
      assertEquals(0, Spectrum.numericalRank(sigma));
      assertEquals(0, Spectrum.effectiveRank(sigma));
      assertEquals(0, Spectrum.stableRank(sigma));
      assertEquals(0, Spectrum.nuclearNorm(sigma));
    }
  }

  @Test
  void stableRankSurvivesTinyAndHugeValues() {
    assertEquals(1.25, Spectrum.stableRank(new double[] {1e-200, 5e-201}), 1e-14);
    assertEquals(1.25, Spectrum.stableRank(new double[] {1e200, 5e199}), 1e-14);
  }

  @Test
  void roundingBelowZeroIsZero() {
    assertArrayEquals(new double[] {3, 2, 0, 0}, Spectrum.ofGram(new double[] {-1e-16, 0, 4, 9}));
  }

  @Test
  void jacobiDiagonalises() {
    Random random = new Random(7);
    for (int n : new int[] {1, 2, 3, 10, 31}) {
      Dense g = Dense.gaussian(random, n, n);
      Dense a = g.plus(g.transposed(), 1);
      SmallMatrix.Eigen eigen = SmallMatrix.symmetricEigen(a.values(), n);
      Dense v = new Dense(n, n, eigen.vectors());
      Dense d = Dense.zeros(n, n);
      for (int i = 0; i < n; i++) {
        d.values()[i + i * n] = eigen.values()[i];
      }
      assertEquals(0, v.times(d).times(v.transposed()).minus(a).norm(), 1e-13 * a.norm());
      assertEquals(0, v.transposed().times(v).minus(Dense.identity(n, n, 1)).norm(), 1e-13 * n);
    }
  }

  @Test
  void powersOfAPositiveMatrixMultiply() {
    Dense g = Dense.gaussian(new Random(8), 4, 9);
    Dense s = g.times(g.transposed());
    Dense third = new Dense(4, 4, SmallMatrix.power(s.values(), 4, 1.0 / 3));
    assertEquals(0, third.times(third).times(third).minus(s).norm(), 1e-12 * s.norm());
    Dense inverse = new Dense(4, 4, SmallMatrix.power(s.values(), 4, -1));
    assertEquals(0, inverse.times(s).minus(Dense.identity(4, 4, 1)).norm(), 1e-10);
    Dense a = Dense.gaussian(new Random(9), 4, 4);
    Dense symmetric = a.plus(a.transposed(), 1);
    assertClose("Tr(A S^-1)", symmetric.times(inverse).trace(),
        SmallMatrix.traceOfQuotient(symmetric.values(), s.values(), 4), 1e-10);
    assertThrows(ArithmeticException.class, () -> SmallMatrix.traceOfQuotient(s.values(), new double[16], 4));
  }

  @Test
  void ranksOfADivergedNetworkAreUndefined() {
    double[] sigma = {Double.NaN, Double.NaN};
    assertEquals(Double.NaN, Spectrum.numericalRank(sigma));
    assertEquals(Double.NaN, Spectrum.effectiveRank(sigma));
    assertEquals(Double.NaN, Spectrum.stableRank(sigma));
  }
}
