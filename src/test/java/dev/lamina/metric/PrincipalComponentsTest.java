package dev.lamina.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.device.Arena;
import dev.lamina.device.Device;
import dev.lamina.device.Devices;
import dev.lamina.device.ElementType;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.MemoryPlan.Slot;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the two leading eigenvectors of the d x d covariance, found by plain power iteration. */
class PrincipalComponentsTest {

  @ParameterizedTest
  @CsvSource({"7, 31, FLOAT64", "33, 12, FLOAT64", "12, 12, FLOAT32", "1, 9, FLOAT64", "129, 65, FLOAT32"})
  void scoresAndShares(int d, int n, ElementType type) {
    SplittableRandom random = new SplittableRandom(d + n);
    double[] x = new double[d * n];
    for (int j = 0; j < n; j++) {
      double first = 5 * random.nextGaussian();
      double second = 2 * random.nextGaussian();
      for (int i = 0; i < d; i++) {
        x[j * d + i] = (float) (3 + first * Math.cos(i) + second * Math.sin(2 * i) + 0.1 * random.nextGaussian());
      }
    }
    PrincipalComponents found = of(x, d, n, type);
    double[] centred = centred(x, d, n);
    double total = 0;
    for (double value : centred) {
      total += value * value;
    }
    double[] rest = centred.clone();
    for (int axis = 0; axis < Math.min(2, d); axis++) {
      double[] direction = leading(rest, d, n);
      double square = 0;
      double sign = 0;
      for (int j = 0; j < n; j++) {
        double score = 0;
        for (int i = 0; i < d; i++) {
          score += direction[i] * rest[j * d + i];
        }
        for (int i = 0; i < d; i++) {
          rest[j * d + i] -= score * direction[i];
        }
        sign = sign == 0 ? Math.signum(score * found.scores()[2 * j + axis]) : sign;
        assertEquals(score * sign, found.scores()[2 * j + axis], 1e-6 * Math.sqrt(total), "sample " + j);
        square += score * score;
      }
      assertEquals(square / total, found.shares()[axis], 1e-9);
    }
    double largest = 0;
    for (int j = 0; j < n; j++) {
      largest = Math.abs(found.scores()[2 * j]) > Math.abs(largest) ? found.scores()[2 * j] : largest;
    }
    assertTrue(largest > 0);
  }

  @Test
  void scoresScaleWithTheFeatures() {
    SplittableRandom random = new SplittableRandom(4);
    double[] x = random.doubles(7 * 12, -1, 1).toArray();
    PrincipalComponents expected = of(x, 7, 12, ElementType.FLOAT64);
    for (int exponent : new int[] {-1000, -400, 400, 1000}) {
      double[] scaled = Arrays.stream(x).map(value -> Math.scalb(value, exponent)).toArray();
      PrincipalComponents found = of(scaled, 7, 12, ElementType.FLOAT64);
      assertArrayEquals(expected.shares(), found.shares());
      assertArrayEquals(Arrays.stream(expected.scores()).map(s -> Math.scalb(s, exponent)).toArray(), found.scores());
    }
  }

  private static PrincipalComponents of(double[] x, int d, int n, ElementType type) {
    MemoryPlan plan = new MemoryPlan();
    Slot slot = plan.add(MemoryPlan.Purpose.DATA, "x", type, d, n, 1);
    PrincipalComponents.Layout layout = PrincipalComponents.plan(plan, d, n);
    try (Device device = Devices.first(); Arena arena = device.allocate(plan)) {
      Matrix features = arena.matrix(slot);
      device.write(x, features);
      return PrincipalComponents.of(device, arena, layout, features);
    }
  }

  private static double[] centred(double[] x, int d, int n) {
    double[] centred = x.clone();
    for (int i = 0; i < d; i++) {
      double mean = 0;
      for (int j = 0; j < n; j++) {
        mean += x[j * d + i] / n;
      }
      for (int j = 0; j < n; j++) {
        centred[j * d + i] -= mean;
      }
    }
    return centred;
  }

  private static double[] leading(double[] x, int d, int n) {
    double[] v = new double[d];
    for (int i = 0; i < d; i++) {
      v[i] = 1 + 0.3 * i % 1;
    }
    for (int step = 0; step < 500; step++) {
      double[] next = new double[d];
      for (int j = 0; j < n; j++) {
        double product = 0;
        for (int i = 0; i < d; i++) {
          product += v[i] * x[j * d + i];
        }
        for (int i = 0; i < d; i++) {
          next[i] += product * x[j * d + i];
        }
      }
      double norm = 0;
      for (double value : next) {
        norm += value * value;
      }
      for (int i = 0; i < d; i++) {
        v[i] = next[i] / Math.sqrt(norm);
      }
    }
    return v;
  }
}
