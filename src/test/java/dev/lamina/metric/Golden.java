package dev.lamina.metric;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lamina.GoldenCase;
import dev.lamina.data.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** A reference case as matrices. */
final class Golden extends GoldenCase {

  Golden(String name) {
    super(name);
  }

  static JsonNode expected(String name) {
    try {
      return new ObjectMapper().readTree(path(name + ".expected.json").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A row-major array, out x in, as a matrix of that shape. */
  Dense matrix(String name) {
    Tensor tensor = array(name);
    return new Dense(tensor.dimension(1), tensor.dimension(0), tensor.doubles()).transposed();
  }

  /** An N x d array as d x N, with its samples ordered by class. */
  Dense features(String name, int[] labels) {
    Tensor tensor = array(name);
    Dense rows = new Dense(tensor.dimension(1), tensor.dimension(0), tensor.doubles());
    return sorted(rows, labels);
  }

  /** Columns ordered by class. */
  static Dense sorted(Dense x, int[] labels) {
    Dense sorted = Dense.zeros(x.rows(), x.columns());
    List<Integer> order = new ArrayList<>(IntStream.range(0, labels.length).boxed().toList());
    order.sort((a, b) -> Integer.compare(labels[a], labels[b]));
    for (int i = 0; i < labels.length; i++) {
      System.arraycopy(x.values(), order.get(i) * x.rows(), sorted.values(), i * x.rows(), x.rows());
    }
    return sorted;
  }

  static int[] offsets(int[] labels) {
    int classes = Arrays.stream(labels).max().orElseThrow() + 1;
    int[] offsets = new int[classes + 1];
    for (int label : labels) {
      offsets[label + 1]++;
    }
    Arrays.parallelPrefix(offsets, Integer::sum);
    return offsets;
  }
}
