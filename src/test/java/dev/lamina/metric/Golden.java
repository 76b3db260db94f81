package dev.lamina.metric;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lamina.data.Tensor;
import dev.lamina.data.format.NpzReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Reference cases made by PyTorch and NumPy; see src/test/resources/golden/README.md. */
final class Golden {

  private final Map<String, Tensor> tensors = new LinkedHashMap<>();

  Golden(String name) {
    NpzReader.read(path(name + ".npz")).forEach(tensor -> tensors.put(tensor.name(), tensor));
  }

  static JsonNode expected(String name) {
    try {
      return new ObjectMapper().readTree(path(name + ".expected.json").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<String> names() {
    return List.copyOf(tensors.keySet());
  }

  double[] values(String name) {
    return tensors.get(name).doubles();
  }

  double scalar(String name) {
    return values(name)[0];
  }

  /** A row-major array, out x in, as a matrix of that shape. */
  Dense matrix(String name) {
    Tensor tensor = tensors.get(name);
    return new Dense(tensor.dimension(1), tensor.dimension(0), tensor.doubles()).transposed();
  }

  int[] labels(String name) {
    return Arrays.stream(tensors.get(name).integers()).mapToInt(Math::toIntExact).toArray();
  }

  /** An N x d array as d x N, with its samples ordered by class. */
  Dense features(String name, int[] labels) {
    Tensor tensor = tensors.get(name);
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

  private static Path path(String file) {
    try {
      return Path.of(Golden.class.getResource("/golden/" + file).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
