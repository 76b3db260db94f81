package dev.lamina.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.GoldenCase;
import dev.lamina.data.Tensor;
import dev.lamina.network.HostMatrix;
import dev.lamina.network.HostWeights;
import java.util.LinkedHashMap;
import java.util.Map;

/** A reference case of training. */
final class Golden extends GoldenCase {

  Golden(String name) {
    super(name);
  }

  int integer(String name) {
    return (int) number(name);
  }

  int[] labels() {
    return labels("y");
  }

  int dimension(String name, int axis) {
    return array(name).dimension(axis);
  }

  void initialize(Session session) {
    Map<Integer, HostMatrix> weights = new LinkedHashMap<>();
    for (int l = 1; l <= session.network.architecture().depth(); l++) {
      Tensor tensor = array("W" + l + "_init");
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
