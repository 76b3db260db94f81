package dev.lamina.data;

import static dev.lamina.data.DataAssertions.assertDataException;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class DatasetTest {
  private static final Tensor FEATURES = Tensor.of("x", new float[6], 3, 2);

  @Test
  void aTestSetMayLackAClass() {
    Dataset set = new Dataset("test", FEATURES, new int[] {0, 3, 3}, 4);
    assertEquals(3, set.samples());
    assertEquals(2, set.dimension());
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertDataException(() -> new Dataset("s", FEATURES, new int[] {0, 1}, 2), "s: 3 samples, but 2 labels");
    assertDataException(() -> new Dataset("s", FEATURES, new int[] {0, 1, 2}, 2), "s: label 2 of sample 2", "0 .. 1");
    assertDataException(() -> new Dataset("s", FEATURES, new int[] {0, -1, 0}, 2), "s: label -1 of sample 1");
    assertDataException(() -> new Dataset("s", FEATURES, new int[3], 1), "s: 1 classes");
  }
}
