package dev.lamina.data.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.data.Dataset;
import dev.lamina.data.Split;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PackagedDataTest {
  @Test
  void fashionMnistHasItsSizesAndKnownPixels() {
    Split split = PackagedData.fashionMnist5k();
    check(split.train(), 5000, 500);
    check(split.test(), 1000, 100);
    // The first labels of the original files, which the subset begins with.
    assertArrayEquals(new int[] {9, 0, 0, 3, 0, 2, 7, 2, 5, 5}, Arrays.copyOf(split.train().labels(), 10));
    assertArrayEquals(new int[] {9, 2, 1, 1, 6, 1, 4, 6, 5, 7}, Arrays.copyOf(split.test().labels(), 10));
    // NumPy's mean over the first 500 of each class of the original files.
    assertEquals(0.2873464545818327, mean(split.train().features().floats()), 1e-8);
  }

  private static void check(Dataset set, int samples, int perClass) {
    assertEquals("float32 [" + samples + ", 784]", set.features().toString());
    assertEquals(10, set.classes());
    int[] counts = new int[10];
    for (int label : set.labels()) {
      counts[label]++;
    }
    for (int count : counts) {
      assertEquals(perClass, count);
    }
    float[] sorted = set.features().floats().clone();
    Arrays.sort(sorted);
    assertEquals(0f, sorted[0]);
    assertEquals(1f, sorted[sorted.length - 1]);
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
