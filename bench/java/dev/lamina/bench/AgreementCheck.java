package dev.lamina.bench;

import dev.lamina.data.NpzReader;
import dev.lamina.data.Tensor;
import dev.lamina.device.Device;
import dev.lamina.device.Precision;
import dev.lamina.device.cpu.CpuDevice;
import dev.lamina.experiment.Json;
import dev.lamina.network.Architecture;
import dev.lamina.network.HostMatrix;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Computes one small case from the inputs that a peer's script has written, so that both can be compared: the loss after a
 * few steps, and compression and discrimination of some features. Says with which versions, too.
 *
 * <p>Arguments: an .npz with {@code x} (N x d), {@code labels}, {@code weight1..L} (outputs x inputs), {@code rate},
 * {@code steps}, {@code features} (M x e, ordered by class) and {@code offsets}.
 */
public final class AgreementCheck {

  private AgreementCheck() {}

  public static void main(String[] arguments) {
    Map<String, Tensor> arrays = NpzReader.read(Path.of(arguments[0])).stream()
        .collect(Collectors.toMap(Tensor::name, Function.identity()));
    Map<String, Object> result = new LinkedHashMap<>();
    try (Device device = new CpuDevice()) {
      result.put("device", device.info().name());
      result.put("versions", device.info().versions());
      result.put("java", Runtime.version().toString() + " (" + System.getProperty("java.vendor") + ")");
      result.put("loss", loss(device, arrays));
      Tensor features = arrays.get("features");
      try (MomentsProbe probe = new MomentsProbe(device, features.dimension(1), integers(arrays.get("offsets")))) {
        device.write(features.floats(), probe.features());
        MomentsProbe.Moments moments = probe.moments();
        result.put("compression", moments.compression());
        result.put("discrimination", moments.discrimination());
      }
    }
    System.out.print(Json.write(result));
  }

  private static double loss(Device device, Map<String, Tensor> arrays) {
    Map<Integer, HostMatrix> weights = new LinkedHashMap<>();
    for (int l = 1; arrays.containsKey("weight" + l); l++) {
      Tensor weight = arrays.get("weight" + l);
      weights.put(l, new HostMatrix(weight.name(), weight.dimension(0), weight.dimension(1), weight.doubles()));
    }
    Tensor x = arrays.get("x");
    int depth = weights.size();
    Architecture architecture = Architecture.builder(x.dimension(1), weights.get(depth).rows())
        .hidden(depth - 1, weights.get(1).rows()).build();
    try (TrainingSession session = new TrainingSession(device, Precision.FP32, architecture, x.dimension(0),
        TrainingSession.sgd(arrays.get("rate").doubles()[0], (int) arrays.get("steps").integers()[0]))) {
      session.data(x.floats(), integers(arrays.get("labels")));
      session.weights(weights);
      return session.train().loss();
    }
  }

  private static int[] integers(Tensor tensor) {
    long[] values = tensor.integers();
    int[] result = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = Math.toIntExact(values[i]);
    }
    return result;
  }
}
