package dev.lamina.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.data.Tensor;
import dev.lamina.data.format.NpzReader;
import dev.lamina.network.HostMatrix;
import dev.lamina.network.HostWeights;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** A reference case made by PyTorch. */
final class Golden {
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();

  Golden(String name) {
    try {
      NpzReader.read(Path.of(Golden.class.getResource("/golden/" + name + ".npz").toURI()))
          .forEach(tensor -> tensors.put(tensor.name(), tensor));
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  double[] values(String name) {
    return tensors.get(name).doubles();
  }

  double number(String name) {
    return values(name)[0];
  }

  int integer(String name) {
    return (int) number(name);
  }

  int[] labels() {
    return Arrays.stream(tensors.get("y").integers()).mapToInt(Math::toIntExact).toArray();
  }

  int dimension(String name, int axis) {
    return tensors.get(name).dimension(axis);
  }

  void initialize(Session session) {
    Map<Integer, HostMatrix> weights = new LinkedHashMap<>();
    for (int l = 1; l <= session.network.architecture().depth(); l++) {
      Tensor tensor = tensors.get("W" + l + "_init");
      weights.put(l, new HostMatrix(tensor.name(), tensor.dimension(0), tensor.dimension(1), tensor.doubles()));
    }
    HostWeights.write(session.device, session.network, weights);
  }

  /** Compares with the norm of the difference, relative to the norm of what is expected. */
  void assertClose(String name, double[] actual, double tolerance) {
    assertRelative(name, values(name), actual, tolerance);
  }

  static void assertRelative(String name, double[] expected, double[] actual, double tolerance) {
    assertEquals(expected.length, actual.length, name);
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < expected.length; i++) {
      difference += (actual[i] - expected[i]) * (actual[i] - expected[i]);
      norm += expected[i] * expected[i];
    }
    assertEquals(0, Math.sqrt(difference / norm), tolerance, name);
  }
}
