package dev.lamina.device.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.device.Arena;
import dev.lamina.device.ElementType;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.MemoryPlan.Purpose;
import dev.lamina.device.MemoryPlan.Slot;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Samples so long that a panel holds a few of them only. Values are eighths, so that every sum is exact and any order
 * of adding gives the same.
 */
class LongSamplesTest {

  private static final int D = (1 << 22) + 3;
  private static final int SAMPLES = 8;
  private static final int[] OFFSETS = {0, 4, 8};

  private static double value(int i, int sample) {
    return ((long) i * (sample + 3) % 17 - 8) / 8.0;
  }

  private static double product(int a, int b) {
    double sum = 0;
    for (int i = 0; i < D; i++) {
      sum += value(i, a) * value(i, b);
    }
    return sum;
  }

  private static double distance(int a, int b) {
    double sum = 0;
    for (int i = 0; i < D; i++) {
      double difference = value(i, a) - value(i, b);
      sum += difference * difference;
    }
    return Math.sqrt(sum);
  }

  @Test
  void panelsHoldWhatFits() {
    assertEquals(3, Scratch.columns(D, 128));
    assertEquals(128, Scratch.columns(0, 128));
    assertEquals(128, Scratch.columns(1000, 128));
    assertEquals(1, Scratch.columns(Integer.MAX_VALUE, 128));
  }

  @Test
  void resultsAreThoseOfTheDefinition() {
    MemoryPlan plan = new MemoryPlan();
    Slot samples = plan.add(Purpose.DATA, "x", ElementType.FLOAT32, D, SAMPLES, 1);
    Slot means = plan.add(Purpose.DATA, "means", ElementType.FLOAT64, D, 2, 1);
    Slot origin = plan.add(Purpose.DATA, "origin", ElementType.FLOAT64, D, 1, 1);
    Slot gram = plan.add(Purpose.DATA, "gram", ElementType.FLOAT64, SAMPLES, SAMPLES, 1);
    Slot projected = plan.add(Purpose.DATA, "projected", ElementType.FLOAT64, 2, SAMPLES, 1);
    Slot scatter = plan.add(Purpose.DATA, "scatter", ElementType.FLOAT64, 2, 2, 1);
    Slot nearest = plan.add(Purpose.DATA, "nearest", ElementType.INT32, 1, SAMPLES, 1);
    Slot neighbours = plan.add(Purpose.DATA, "neighbours", ElementType.FLOAT64, 2, SAMPLES, 1);
    Slot indices = plan.add(Purpose.DATA, "indices", ElementType.INT32, 2, SAMPLES, 1);
    float[] x = new float[D * SAMPLES];
    double[] twoMeans = new double[2 * D];
    for (int j = 0; j < SAMPLES; j++) {
      for (int i = 0; i < D; i++) {
        x[j * D + i] = (float) value(i, j);
        twoMeans[j / 4 * D + i] += value(i, j) / 4;
      }
    }
    try (CpuDevice device = new CpuDevice(2); Arena arena = device.allocate(plan)) {
      device.write(x, arena.matrix(samples));
      device.write(twoMeans, arena.matrix(means));
      device.fill(arena.matrix(origin), 0);
      device.gram(false, arena.matrix(samples), arena.matrix(gram));
      device.project(arena.matrix(samples), arena.matrix(origin), arena.matrix(means), arena.matrix(projected));
      device.projectedScatter(arena.matrix(samples), OFFSETS, arena.matrix(means), arena.matrix(means),
          arena.matrix(scatter));
      device.nearestMean(arena.matrix(samples), arena.matrix(means), arena.matrix(nearest));
      device.fill(arena.matrix(neighbours), Double.POSITIVE_INFINITY);
      device.fill(arena.matrix(indices), -1);
      device.neighbours(arena.matrix(samples), arena.matrix(samples), 0, 0, arena.matrix(neighbours),
          arena.matrix(indices));

      double[] grams = new double[SAMPLES * SAMPLES];
      double[] projections = new double[2 * SAMPLES];
      double[] scattered = new double[4];
      int[] classes = new int[SAMPLES];
      double[] distances = new double[2 * SAMPLES];
      device.read(arena.matrix(gram), grams);
      device.read(arena.matrix(projected), projections);
      device.read(arena.matrix(scatter), scattered);
      device.read(arena.matrix(nearest), classes);
      device.read(arena.matrix(neighbours), distances);
      double[][] products = new double[SAMPLES][SAMPLES];
      double[] t = new double[2 * SAMPLES];
      for (int a = 0; a < SAMPLES; a++) {
        int sample = a;
        for (int b = 0; b < SAMPLES; b++) {
          products[a][b] = product(a, b);
          assertEquals(products[a][b], grams[b * SAMPLES + a], a + ", " + b);
        }
        double[] others = IntStream.range(0, SAMPLES).filter(b -> b != sample)
            .mapToDouble(b -> distance(sample, b)).sorted().toArray();
        assertEquals(others[0], distances[2 * a]);
        assertEquals(others[1], distances[2 * a + 1]);
        double[] toMeans = new double[2];
        for (int k = 0; k < 2; k++) {
          double dot = Arrays.stream(products[a], 4 * k, 4 * k + 4).sum() / 4;
          assertEquals(dot, projections[2 * a + k], k + ", " + a);
          for (int i = 0; i < D; i++) {
            toMeans[k] += (value(i, a) - twoMeans[k * D + i]) * (value(i, a) - twoMeans[k * D + i]);
          }
        }
        assertEquals(toMeans[1] < toMeans[0] ? 1 : 0, classes[a]);
      }
      double[][] between = new double[2][2];
      for (int k = 0; k < 2; k++) {
        for (int c = 0; c < 2; c++) {
          for (int i = 4 * k; i < 4 * k + 4; i++) {
            between[k][c] += Arrays.stream(products[i], 4 * c, 4 * c + 4).sum() / 16;
          }
        }
      }
      for (int a = 0; a < SAMPLES; a++) {
        for (int k = 0; k < 2; k++) {
          t[2 * a + k] = projections[2 * a + k] - between[a / 4][k];
        }
      }
      for (int k = 0; k < 2; k++) {
        for (int c = 0; c < 2; c++) {
          double sum = 0;
          for (int a = 0; a < SAMPLES; a++) {
            sum += t[2 * a + k] * t[2 * a + c] / SAMPLES;
          }
          assertEquals(sum, scattered[2 * c + k], 1e-9 * Math.abs(sum), k + ", " + c);
        }
      }
    }
  }
}
