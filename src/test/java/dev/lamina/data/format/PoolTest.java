package dev.lamina.data.format;

import static dev.lamina.data.DataAssertions.assertDataException;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.data.FeatureSet;
import dev.lamina.data.RowReader;
import dev.lamina.data.RowSource;
import dev.lamina.data.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoolTest {

  @TempDir Path dir;

  /** Two samples of three tokens of two features: 0 .. 11. */
  private FeatureSet tokens(Pool pool) {
    return set(pool, new int[] {2, 3, 2}, 12);
  }

  private FeatureSet set(Pool pool, int[] shape, int size) {
    float[] values = new float[size];
    IntStream.range(0, size).forEach(i -> values[i] = i);
    Path file = dir.resolve("f.safetensors");
    SafetensorsWriter.write(file, List.of(Tensor.of("x", values, shape), Tensor.of("labels", new long[] {7, 9}, 2)),
        Map.of());
    return LayerReader.read(List.of(file), Optional.empty(), List.of(), pool);
  }

  private static float[] read(RowSource rows) {
    float[] values = new float[(int) rows.rows() * rows.columns()];
    try (RowReader reader = rows.open()) {
      int half = (int) rows.rows() / 2;
      reader.read(half, IntStream.range(0, half).toArray(), values);
      reader.read((int) rows.rows() - half, IntStream.range(half, (int) rows.rows()).toArray(), values);
    }
    return values;
  }

  @Test
  void tokensArePooled() {
    assertArrayEquals(new float[] {2, 3, 8, 9}, read(tokens(Pool.MEAN).layers().get(0)));
    assertArrayEquals(new float[] {4, 5, 10, 11}, read(tokens(Pool.MAX).layers().get(0)));
    assertArrayEquals(new float[] {0, 1, 6, 7}, read(tokens(Pool.FIRST).layers().get(0)));
    assertArrayEquals(new float[] {4, 5, 10, 11}, read(tokens(Pool.LAST).layers().get(0)));
    assertEquals(6, tokens(Pool.NONE).layers().get(0).columns());
  }

  @Test
  void everyTokenIsASampleOfItsClass() {
    FeatureSet set = tokens(Pool.TOKENS);
    assertEquals(6, set.samples());
    assertArrayEquals(new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, read(set.layers().get(0)));
    assertArrayEquals(new int[] {0, 0, 0, 1, 1, 1}, set.labels().orElseThrow().values());
  }

  /** Two samples of two channels of 2 x 2 places. */
  @Test
  void placesOfChannelsArePooled() {
    int[] shape = {2, 2, 2, 2};
    assertArrayEquals(new float[] {1.5f, 5.5f, 9.5f, 13.5f}, read(set(Pool.MEAN, shape, 16).layers().get(0)));
    assertArrayEquals(new float[] {3, 7, 11, 15}, read(set(Pool.MAX, shape, 16).layers().get(0)));
    assertArrayEquals(new float[] {0, 4, 1, 5, 2, 6, 3, 7, 8, 12, 9, 13, 10, 14, 11, 15},
        read(set(Pool.TOKENS, shape, 16).layers().get(0)));
    assertDataException(() -> set(Pool.MEAN, new int[] {2, 1, 1, 1, 2}, 4), "array 'x'", "5 dimensions", "--pool");
    assertEquals(3, set(Pool.MEAN, new int[] {2, 3}, 6).layers().get(0).columns(), "there is nothing to pool");
  }
}
