package dev.lamina.metric;

import static dev.lamina.metric.Close.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RunningMomentsTest {

  private static final int[] OFFSETS = {0, 9, 14, 31};

  /** Parts may lack a class altogether, and come in any order. */
  @Test
  void momentsOfAnySplitAddUpToThoseOfTheWhole() {
    Random random = new Random(3);
    for (int trial = 0; trial < 20; trial++) {
      Dense h = FeatureDefinitionsTest.clusters(random, 7, OFFSETS, trial % 2 == 0 ? 0.5 : 1e-6);
      RunningMoments whole = new RunningMoments(7, 3);
      add(whole, h, new int[31], 0);
      int parts = 2 + random.nextInt(6);
      int[] part = random.ints(31, 0, parts).toArray();
      RunningMoments sum = new RunningMoments(7, 3);
      for (int p = parts - 1; p >= 0; p--) {
        add(sum, h, part, p);
      }
      assertArrayEquals(whole.means(), sum.means(), 1e-14);
      assertArrayEquals(whole.mean(), sum.mean(), 1e-14);
      for (int k = 0; k < 3; k++) {
        assertClose("scatter", whole.scatter()[k], sum.scatter()[k], trial % 2 == 0 ? 1e-13 : 1e-9);
      }
    }
  }

  @Test
  void countsBeyondAnIntAddUp() {
    RunningMoments moments = new RunningMoments(1, 1);
    moments.add(0, 3_000_000_000L, new double[] {-1}, 0, 3e9);
    moments.add(0, 3_000_000_000L, new double[] {1}, 0, 3e9);
    assertEquals(0, moments.means()[0], 1e-15);
    assertClose("scatter", 12e9, moments.scatter()[0], 1e-14);
  }

  @Test
  void powersOfTwoAreExact() {
    Dense h = FeatureDefinitionsTest.clusters(new Random(4), 7, OFFSETS, 0.5);
    RunningMoments moments = new RunningMoments(7, 3);
    add(moments, h, new int[31], 0);
    double[] means = moments.means().clone();
    double[] scatter = moments.scatter().clone();
    moments.scale(-300);
    moments.scale(299);
    for (int i = 0; i < means.length; i++) {
      assertEquals(means[i] / 2, moments.means()[i]);
    }
    for (int k = 0; k < 3; k++) {
      assertEquals(scatter[k] / 4, moments.scatter()[k]);
    }
  }

  /** Adds the samples with {@code part[i] == which}, by their two-pass moments. */
  private static void add(RunningMoments moments, Dense h, int[] part, int which) {
    int d = h.rows();
    for (int k = 0; k < 3; k++) {
      long count = 0;
      double[] mean = new double[d];
      for (int i = OFFSETS[k]; i < OFFSETS[k + 1]; i++) {
        for (int j = 0; j < d && part[i] == which; j++) {
          mean[j] += h.at(j, i);
        }
        count += part[i] == which ? 1 : 0;
      }
      double scatter = 0;
      for (int j = 0; j < d; j++) {
        mean[j] /= count;
        for (int i = OFFSETS[k]; i < OFFSETS[k + 1]; i++) {
          scatter += part[i] == which ? (h.at(j, i) - mean[j]) * (h.at(j, i) - mean[j]) : 0;
        }
      }
      if (count > 0) {
        moments.add(k, count, mean, 0, scatter);
      }
    }
  }
}
