package dev.lamina.bench;

import dev.lamina.data.Tensor;
import dev.lamina.data.format.NpzReader;
import dev.lamina.device.Activation;
import dev.lamina.device.Device;
import dev.lamina.device.DeviceChoice;
import dev.lamina.device.Precision;
import dev.lamina.network.Architecture;
import dev.lamina.network.HostMatrix;
import dev.lamina.result.Json;
import dev.lamina.training.Gradients;
import dev.lamina.training.TrainingResult;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Computes small cases from the inputs that a peer's script has written, so that both can be compared: losses after a
 * few steps, compression and discrimination of some features, and singular values. All results are lists.
 *
 * <p>Arguments: the device, the precision, and an .npz with
 * <ul>
 * <li>{@code x} (N x d), {@code labels}, {@code weight1..L} (outputs x inputs), {@code rate} and {@code steps}: a
 * linear
 *     network by plain SGD, {@code loss} and {@code loss_factored};
 * <li>{@code ensemble} (E x N x d): members with data of their own and those labels and weights, {@code ensemble_loss};
 * <li>{@code hybrid_weight1..L} and {@code hybrid_rate}, of which the first {@code hybrid_nonlinear} are followed by
 *     batch normalisation and ReLU, by SGD with momentum and decay on all samples: {@code hybrid_loss}, by running
 *     statistics;
 * <li>{@code features} (M x e, ordered by class) and {@code offsets}: {@code compression} and {@code discrimination};
 * <li>{@code matrix} (columns x rows): {@code singular_values}, by the Gram matrix, and {@code singular_values_direct},
 * in
 *     either order.
 * </ul>
 */
public final class AgreementCheck {
  private final Device device;
  private final Precision precision;
  private final Map<String, Tensor> arrays;

  private AgreementCheck(Device device, Precision precision, Map<String, Tensor> arrays) {
    this.device = device;
    this.precision = precision;
    this.arrays = arrays;
  }

  public static void main(String[] arguments) {
    Precision precision = Precision.valueOf(arguments[1].toUpperCase(Locale.ROOT));
    Map<String, Tensor> arrays = NpzReader.read(Path.of(arguments[2])).stream()
        .collect(Collectors.toMap(Tensor::name, Function.identity()));
    try (DeviceChoice choice = DeviceChoice.open(arguments[0], precision)) {
      System.out.print(Json.write(new AgreementCheck(choice.device(), precision, arrays).numbers()));
    }
  }

  private Map<String, Object> numbers() {
    Map<String, Object> numbers = new LinkedHashMap<>();
    numbers.put("loss", losses(linear(1, Gradients.LAYERWISE), "weight", List.of(floats("x"))));
    numbers.put("loss_factored", losses(linear(1, Gradients.FACTORED), "weight", List.of(floats("x"))));
    numbers.put("ensemble_loss",
        losses(linear(array("ensemble").dimension(0), Gradients.LAYERWISE), "weight", members("ensemble")));
    numbers.put("hybrid_loss", losses(hybrid(), "hybrid_weight", List.of(floats("x"))));
    try (MomentsProbe probe = new MomentsProbe(device, array("features").dimension(1), integers("offsets"))) {
      device.write(floats("features"), probe.features());
      MomentsProbe.Moments moments = probe.moments();
      numbers.put("compression", new double[] {moments.compression()});
      numbers.put("discrimination", new double[] {moments.discrimination()});
    }
    numbers.put("singular_values", singularValues(false));
    numbers.put("singular_values_direct", singularValues(true));
    return numbers;
  }

  private TrainingCase linear(int members, Gradients gradients) {
    Map<Integer, HostMatrix> weights = weights("weight");
    Architecture network = Architecture.builder(array("x").dimension(1), weights.get(weights.size()).rows())
        .hidden(weights.size() - 1, weights.get(1).rows()).build();
    return TrainingCase.fullBatch(precision, network, array("x").dimension(0), array("rate").doubles()[0], steps())
        .withMembers(members).withGradients(gradients);
  }

  private TrainingCase hybrid() {
    Map<Integer, HostMatrix> weights = weights("hybrid_weight");
    Architecture network = Architecture.builder(array("x").dimension(1), weights.get(weights.size()).rows())
        .hidden(weights.size() - 1, weights.get(1).rows())
        .nonlinear(integers("hybrid_nonlinear")[0], Activation.RELU, true).build();
    int samples = array("x").dimension(0);
    return new TrainingCase(precision, network, samples, 1, array("hybrid_rate").doubles()[0], steps(), samples,
        Gradients.LAYERWISE, false);
  }

  private int steps() {
    return integers("steps")[0];
  }

  private double[] losses(TrainingCase training, String weights, List<float[]> samples) {
    try (TrainingSession session = new TrainingSession(device, training)) {
      for (int member = 0; member < samples.size(); member++) {
        session.features(member, samples.get(member));
      }
      session.labels(integers("labels"));
      session.weights(weights(weights));
      return session.train().stream().mapToDouble(TrainingResult::loss).toArray();
    }
  }

  private double[] singularValues(boolean direct) {
    Tensor matrix = array("matrix");
    try (SpectrumSession session =
        new SpectrumSession(device, matrix.dimension(1), matrix.dimension(0), 1, direct)) {
      device.write(matrix.floats(), session.matrices());
      session.run();
      return session.values();
    }
  }

  private Map<Integer, HostMatrix> weights(String name) {
    Map<Integer, HostMatrix> weights = new LinkedHashMap<>();
    for (int l = 1; arrays.containsKey(name + l); l++) {
      Tensor weight = array(name + l);
      weights.put(l, new HostMatrix(weight.name(), weight.dimension(0), weight.dimension(1), weight.doubles()));
    }
    return weights;
  }

  private Tensor array(String name) {
    Tensor tensor = arrays.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("the case holds no array '" + name + "'");
    }
    return tensor;
  }

  private float[] floats(String name) {
    return array(name).floats();
  }

  private List<float[]> members(String name) {
    float[] all = floats(name);
    int size = all.length / array(name).dimension(0);
    return IntStream.range(0, array(name).dimension(0))
        .mapToObj(e -> Arrays.copyOfRange(all, e * size, (e + 1) * size)).toList();
  }

  private int[] integers(String name) {
    return Arrays.stream(array(name).integers()).mapToInt(Math::toIntExact).toArray();
  }
}
