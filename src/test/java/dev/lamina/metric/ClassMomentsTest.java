package dev.lamina.metric;

import static dev.lamina.metric.Close.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClassMomentsTest {

  private static final int[] OFFSETS = {0, 9, 14, 31};

  @Test
  void momentsOfAnySplitMergeToThoseOfTheWhole() {
    Random random = new Random(3);
    for (int trial = 0; trial < 20; trial++) {
      Dense h = FeatureDefinitionsTest.clusters(random, 7, OFFSETS, trial % 2 == 0 ? 0.5 : 1e-6);
      ClassMoments whole = moments(h, null, 0);
      int parts = 2 + random.nextInt(6);
      int[] part = random.ints(31, 0, parts).toArray();
      // Some parts lack a class altogether, and the order of merging is any.
      ClassMoments merged = moments(h, part, 0);
      for (int p = 1; p < parts; p++) {
        ClassMoments next = moments(h, part, p);
        merged = random.nextBoolean() ? merged.merge(next) : next.merge(merged);
      }
      assertArrayEquals(whole.counts(), merged.counts());
      assertArrayEquals(whole.means(), merged.means(), 1e-14);
      for (int k = 0; k < 3; k++) {
        assertClose("scatter", whole.scatter()[k], merged.scatter()[k], trial % 2 == 0 ? 1e-13 : 1e-9);
      }
    }
  }

  @Test
  void derivedMeasuresAreTheirDefinitions() {
    Dense h = FeatureDefinitionsTest.clusters(new Random(4), 7, OFFSETS, 0.5);
    Map<String, Double> expected = Reference.metrics(h, OFFSETS);
    ClassMoments moments = moments(h, null, 0);
    assertClose("within", expected.get("trace_within"), moments.traceWithin(), 1e-13);
    assertClose("between", expected.get("trace_between"), moments.traceBetween(), 1e-13);
    assertClose("compression", expected.get("compression"), moments.compression(), 1e-13);
    assertClose("discrimination", expected.get("discrimination"), moments.discrimination(), 1e-12);
    assertClose("cdnv", expected.get("cdnv"), moments.cdnv(), 1e-12);
  }

  @Test
  void aMissingClassHasNoMeanYet() {
    ClassMoments part = new ClassMoments(new long[] {2, 0}, new double[] {1, Double.NaN}, new double[] {0.5, 0});
    assertThrows(IllegalStateException.class, part::compression);
    ClassMoments other = new ClassMoments(new long[] {0, 4}, new double[] {Double.NaN, 3}, new double[] {0, 1});
    assertClose("Tr S_W", 0.25, part.merge(other).traceWithin(), 1e-15);
    assertArrayEquals(new double[] {1, 3}, other.merge(part).means());
  }

  @Test
  void misfitsAreRefused() {
    assertThrows(IllegalArgumentException.class,
        () -> new ClassMoments(new long[] {1, 1}, new double[3], new double[2]));
    assertThrows(IllegalArgumentException.class, () -> new ClassMoments(new long[] {-1}, new double[3], new double[1]));
    ClassMoments one = new ClassMoments(new long[] {1}, new double[3], new double[1]);
    ClassMoments two = new ClassMoments(new long[] {1, 1}, new double[6], new double[2]);
    assertThrows(IllegalArgumentException.class, () -> one.merge(two));
  }

  @Test
  void countsBeyondAnIntAddUp() {
    ClassMoments large = new ClassMoments(new long[] {3_000_000_000L, 3_000_000_000L}, new double[] {-1, 1},
        new double[] {3e9, 3e9});
    assertEquals(6_000_000_000L, large.merge(large).counts()[1]);
    assertClose("C", 1, large.compression(), 1e-14);
  }

  /** Two-pass moments of the samples with {@code part[i] == which}; of all where {@code part} is null. */
  private static ClassMoments moments(Dense h, int[] part, int which) {
    int d = h.rows();
    long[] counts = new long[3];
    double[] means = new double[3 * d];
    double[] scatter = new double[3];
    for (int k = 0; k < 3; k++) {
      for (int i = OFFSETS[k]; i < OFFSETS[k + 1]; i++) {
        if (part == null || part[i] == which) {
          counts[k]++;
          for (int j = 0; j < d; j++) {
            means[j + k * d] += h.at(j, i);
          }
        }
      }
      for (int j = 0; j < d; j++) {
        means[j + k * d] /= counts[k];
      }
      for (int i = OFFSETS[k]; i < OFFSETS[k + 1]; i++) {
        for (int j = 0; j < d && (part == null || part[i] == which); j++) {
          double deviation = h.at(j, i) - means[j + k * d];
          scatter[k] += deviation * deviation;
        }
      }
    }
    return new ClassMoments(counts, means, scatter);
  }
}
