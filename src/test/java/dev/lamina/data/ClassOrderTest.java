package dev.lamina.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

/** Classes become contiguous, and samples keep their order within a class. */
class ClassOrderTest {

  @Test
  void sortsByClass() {
    ClassOrder order = ClassOrder.of(new int[] {2, 0, 1, 0, 2, 0}, 3);
    assertArrayEquals(new int[] {0, 3, 4, 6}, order.offsets());
    assertArrayEquals(new int[] {1, 3, 5, 2, 0, 4}, order.sources());
    assertArrayEquals(new int[] {4, 0, 3, 1, 5, 2}, order.places());
    assertArrayEquals(new int[] {0, 0, 0, 1, 2, 2}, order.labels());
  }

  @Test
  void leavesSortedLabelsAlone() {
    ClassOrder order = ClassOrder.of(new int[] {0, 0, 1, 1}, 2);
    assertArrayEquals(new int[] {0, 1, 2, 3}, order.sources());
    assertArrayEquals(new int[] {0, 1, 2, 3}, order.places());
  }
}
