package dev.lamina.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.data.Tensor;
import dev.lamina.data.format.NpzReader;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A reference case made by PyTorch and NumPy; see src/test/resources/golden/README.md. */
final class Golden {

  /** The metrics of every case, by the names of the golden files and of Lamina's results. */
  static final List<String> METRICS = List.of("trace_within", "trace_between", "compression", "discrimination", "nc1",
      "separation_fuzziness", "numerical_rank", "effective_rank", "stable_rank", "nc2_equinorm", "nc2_equiangular_std",
      "nc2_max_angle", "cdnv");

  private final Map<String, Tensor> arrays;

  private Golden(Map<String, Tensor> arrays) {
    this.arrays = arrays;
  }

  static Golden read(String name) {
    return new Golden(NpzReader.read(path(name + ".npz")).stream()
        .collect(Collectors.toMap(Tensor::name, tensor -> tensor, (a, b) -> b, LinkedHashMap::new)));
  }

  static Path path(String file) {
    try {
      return Path.of(Golden.class.getResource("/golden/" + file).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  Tensor array(String name) {
    return arrays.get(name);
  }

  double[] values(String name) {
    return arrays.get(name).doubles();
  }

  List<String> names() {
    return List.copyOf(arrays.keySet());
  }

  /** Checks a number of a result relative to what is expected. */
  static void assertClose(double expected, JsonNode actual, double tolerance, String what) {
    assertEquals(expected, actual.asDouble(Double.NaN), tolerance * Math.abs(expected), what);
  }
}
