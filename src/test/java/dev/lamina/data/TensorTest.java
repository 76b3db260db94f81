package dev.lamina.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class TensorTest {
  @Test
  void convertsAndShares() {
    double[] values = {1, 1 / 3.0};
    Tensor tensor = Tensor.of("t", values, 2);
    assertSame(values, tensor.doubles());
    assertSame(values, tensor.reshaped(2, 1).renamed("u").doubles());
    assertArrayEquals(new float[] {1, 1 / 3f}, tensor.floats());
    assertArrayEquals(new double[] {0.5f, 7}, Tensor.of("f", new float[] {0.5f, 7}, 2).doubles());
    assertArrayEquals(new double[] {-3}, Tensor.of("i", new long[] {-3}).doubles());
    assertArrayEquals(new float[] {-3}, Tensor.of("i", new long[] {-3}).floats());
    assertEquals("u", tensor.renamed("u").name());
    assertThrows(IllegalStateException.class, tensor::integers);
  }

  @Test
  void theShapeMustHoldTheValues() {
    assertThrows(IllegalArgumentException.class, () -> Tensor.of("t", new float[5], 2, 3));
    assertThrows(IllegalArgumentException.class, () -> Tensor.of("t", new float[6], -2, -3));
    assertThrows(IllegalArgumentException.class, () -> Tensor.of("t", new float[6], 6).reshaped(5));
    assertEquals(0, Tensor.of("t", new float[0], 0, 3).size());
  }

  /** More than any heap of a test has: the message says so, the JVM goes on. */
  @Test
  void anArrayThatDoesNotFitTheHeapIsOneLine() {
    DataAssertions.assertDataException(
        () -> Tensor.Kind.FLOAT64.allocate(Integer.MAX_VALUE, "big.npy"), "big.npy", "17179869176 bytes", "-Xmx");
  }
}
