package dev.lamina.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SyntheticDocumentsTest {

  @Test
  void areUnitVectorsOfFewWords() {
    Dataset set = SyntheticDocuments.documents(5, 211, 60, 3, 2);
    double[] x = set.features().doubles();
    assertArrayEquals(x, SyntheticDocuments.documents(5, 211, 60, 3, 2).features().doubles());
    assertFalse(Arrays.equals(x, SyntheticDocuments.documents(6, 211, 60, 3, 2).features().doubles()));
    for (int i = 0; i < 60; i++) {
      double[] sample = Arrays.copyOfRange(x, i * 211, (i + 1) * 211);
      assertEquals(1, Arrays.stream(sample).map(value -> value * value).sum(), 1e-12);
      assertTrue(Arrays.stream(sample).allMatch(value -> value >= 0));
      long words = Arrays.stream(sample).filter(value -> value > 0).count();
      assertTrue(words > 20 && words <= SyntheticDocuments.LENGTH, "words " + words);
      assertEquals(i / 20, set.labels()[i]);
    }
  }

  /** The commonest word is in every document of a small vocabulary, and so tells nothing: {@code log(N / N) = 0}. */
  @Test
  void aWordOfAllDocumentsWeighsNothing() {
    double[] x = SyntheticDocuments.documents(1, 50, 200, 2, 0).features().doubles();
    for (int i = 0; i < 200; i++) {
      assertEquals(0, x[i * 50]);
    }
    assertTrue(Arrays.stream(x).anyMatch(value -> value > 0));
  }

  /** A class uses its own words {@code 1 + separation} times as often, which nearest means can tell. */
  @Test
  void classesUseWordsOfTheirOwn() {
    double[] own = shares(4);
    double[] none = shares(0);
    assertTrue(own[0] > 1.5 * own[1], Arrays.toString(own));
    assertEquals(1, none[0] / none[1], 0.1);
  }

  /** The mean weight of words of a document's own class, and of others. */
  private static double[] shares(double separation) {
    Dataset set = SyntheticDocuments.documents(9, 300, 200, 2, separation);
    double[] sums = new double[2];
    for (int i = 0; i < set.samples(); i++) {
      for (int w = 20; w < 300; w++) {
        sums[w % 2 == set.labels()[i] ? 0 : 1] += set.features().doubles()[i * 300 + w];
      }
    }
    return sums;
  }
}
