package dev.lamina.metric;

import static dev.lamina.metric.Close.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Power laws against their definition written out, and against laws that are known. */
class PowerLawTest {

  private static final double ROUNDING = 100 * Math.ulp(1.0);

  /** The quantiles of a law are nearer to it than half a step, all of them. */
  @ParameterizedTest
  @ValueSource(doubles = {1.5, 2, 2.7, 4, 8})
  void quantilesOfAParetoLawHaveItsExponent(double alpha) {
    int n = 1000;
    PowerLaw law = PowerLaw.of(roots(quantiles(n, alpha, 3)), ROUNDING);
    assertClose("alpha", alpha, law.alpha(), 0.01);
    assertTrue(law.distance() <= 1.5 / n, law.toString());
    assertTrue(law.values() > n / 2.0, law.toString());
  }

  /** A law above 1 with as many values between 0 and 1: the tail begins at 1. */
  @Test
  void theTailBeginsWhereTheLawDoes() {
    double[] tail = quantiles(400, 3, 1);
    double[] all = Arrays.copyOf(tail, 800);
    for (int i = 0; i < 400; i++) {
      all[400 + i] = (399.5 - i) / 400;
    }
    double[] sigma = roots(all);
    PowerLaw law = PowerLaw.of(sigma, ROUNDING);
    assertClose("alpha", 3, law.alpha(), 0.02);
    assertEquals(1, Math.pow(sigma[(int) law.values() - 1], 2), 0.02);
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 11, 37, 128})
  void isTheDefinition(int n) {
    Random random = new Random(n);
    for (int round = 0; round < 20; round++) {
      boolean ties = round % 4 == 0;
      double[] lambda = IntStream.range(0, n).mapToDouble(i -> Math.exp(2 * random.nextGaussian()))
          .map(value -> ties ? Math.ceil(value) : value).toArray();
      sortDescending(lambda);
      double[] expected = definition(lambda);
      PowerLaw law = PowerLaw.of(roots(lambda), ROUNDING);
      if (Double.isNaN(expected[0])) {
        assertEquals(Double.NaN, law.alpha());
      } else {
        assertClose("alpha", expected[0], law.alpha(), 1e-11);
        assertClose("distance", expected[1], law.distance(), 1e-11);
        assertEquals(expected[2], law.values());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-160, 1e-3, 7, 1e160})
  void knowsNoScale(double scale) {
    double[] sigma = roots(quantiles(57, 2.2, 1));
    PowerLaw law = PowerLaw.of(sigma, ROUNDING);
    PowerLaw scaled = PowerLaw.of(Arrays.stream(sigma).map(value -> value * scale).toArray(), ROUNDING);
    assertClose("alpha", law.alpha(), scaled.alpha(), 1e-12);
    assertClose("distance", law.distance(), scaled.distance(), 1e-12);
    assertEquals(law.values(), scaled.values());
  }

  /** Too few values, none, all of them zero, or one value again and again: to rounding, or exactly. */
  @Test
  void withoutATailNothingIsDefined() {
    double[] alike = new double[50];
    for (int i = 0; i < 50; i++) {
      alike[i] = 3 * (1 - i * Math.ulp(1.0) / 4);
    }
    double[] equal = new double[50];
    Arrays.fill(equal, 2);
    double[] rankNine = Arrays.copyOf(roots(quantiles(9, 2, 1)), 40);
    Arrays.fill(rankNine, 9, 40, 1e-12);
    for (double[] sigma : new double[][] {{}, {0}, {1}, new double[30], alike, equal, rankNine}) {
      PowerLaw law = PowerLaw.of(sigma, ROUNDING);
      assertEquals(new PowerLaw(Double.NaN, Double.NaN, Double.NaN), law);
    }
  }

  /** What is zero to rounding is no part of a tail. */
  @Test
  void zerosAreLeftOut() {
    double[] sigma = roots(quantiles(40, 2.5, 1));
    double[] padded = Arrays.copyOf(sigma, 60);
    Arrays.fill(padded, 40, 50, 1e-9 * sigma[0]);
    assertEquals(PowerLaw.of(sigma, ROUNDING), PowerLaw.of(padded, ROUNDING));
  }

  /** {@code x_min (1 - u)^(-1/(alpha-1))} at the middles of n shares, largest first. */
  private static double[] quantiles(int n, double alpha, double smallest) {
    return IntStream.range(0, n).mapToDouble(i -> smallest * Math.pow((i + 0.5) / n, -1 / (alpha - 1))).toArray();
  }

  /** Alpha, distance and n by counting, of every value in turn. */
  private static double[] definition(double[] lambda) {
    double[] best = {Double.NaN, Double.POSITIVE_INFINITY, Double.NaN};
    for (int candidate = lambda.length - 1; candidate >= 0; candidate--) {
      double smallest = lambda[candidate];
      double[] tail = Arrays.stream(lambda).filter(value -> value >= smallest).toArray();
      double alpha = 1 + tail.length / Arrays.stream(tail).map(value -> Math.log(value / smallest)).sum();
      if (tail.length < 10 || Double.isInfinite(alpha)) {
        continue;
      }
      double distance = 0;
      for (double x : tail) {
        double law = 1 - Math.pow(x / smallest, 1 - alpha);
        double upTo = Arrays.stream(tail).filter(value -> value <= x).count() / (double) tail.length;
        double below = Arrays.stream(tail).filter(value -> value < x).count() / (double) tail.length;
        distance = Math.max(distance, Math.max(Math.abs(upTo - law), Math.abs(below - law)));
      }
      if (distance < best[1]) {
        best = new double[] {alpha, distance, tail.length};
      }
    }
    return best;
  }

  private static double[] roots(double[] values) {
    return Arrays.stream(values).map(Math::sqrt).toArray();
  }

  private static void sortDescending(double[] values) {
    Arrays.sort(values);
    for (int i = 0; i < values.length / 2; i++) {
      double value = values[i];
      values[i] = values[values.length - 1 - i];
      values[values.length - 1 - i] = value;
    }
  }
}
