package dev.lamina.experiment;

import dev.lamina.data.ClassOrder;
import dev.lamina.data.DataException;
import dev.lamina.data.LabelledLayers;
import dev.lamina.data.Rows;
import dev.lamina.data.Tensor;
import dev.lamina.data.format.LabelSource;
import dev.lamina.data.format.LayerReader;
import dev.lamina.device.Arena;
import dev.lamina.device.Device;
import dev.lamina.device.ElementType;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Place;
import dev.lamina.metric.FeatureMeter;
import dev.lamina.metric.FeatureMetrics;
import dev.lamina.metric.MeterOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Features of networks that were trained elsewhere, measured layer by layer. */
public final class FeatureFiles {

  private final LabelledLayers layers;
  private final ClassOrder order;

  private FeatureFiles(LabelledLayers layers) {
    this.layers = layers;
    order = ClassOrder.of(layers.labels().values(), layers.labels().classes());
  }

  /**
   * Reads features and their labels.
   *
   * @param labels where the labels are, if not among {@code files}
   * @param only names of the layers to keep or patterns for them, in this order; empty keeps all
   * @throws dev.lamina.data.DataException if a file cannot be read or the arrays do not fit together
   */
  public static FeatureFiles read(List<Path> files, Optional<LabelSource> labels, List<String> only) {
    return new FeatureFiles(LayerReader.read(files, labels, only));
  }

  /** Features and labels that are in memory. */
  public static FeatureFiles of(LabelledLayers layers) {
    return new FeatureFiles(layers);
  }

  /** What the files call the classes, in the order of their numbers. */
  public List<String> classNames() {
    return layers.labels().names();
  }

  /** A layer's name and metrics. */
  public record Layer(String name, FeatureMetrics metrics) {}

  private record Layout(List<Slot> features, FeatureMeter.Layout meter) {}

  private Layout plan(MemoryPlan plan, MeterOptions options) {
    List<Tensor> tensors = layers.layers();
    int samples = layers.labels().samples();
    List<Slot> features = tensors.stream().map(tensor -> plan.add(
        MemoryPlan.Purpose.DATA, tensor.name(), type(tensor), tensor.dimension(1), samples, 1)).toList();
    try {
      return new Layout(features, FeatureMeter.plan(plan, tensors.stream().map(tensor -> tensor.dimension(1)).toList(),
          samples, order.offsets(), 1, tensors.stream().map(FeatureFiles::type).toList(), options));
    } catch (IllegalArgumentException e) {
      throw new DataException(layers.labels().source(), e.getMessage(), "what can be measured at once",
          "measure fewer layers at a time (--layers), or merge classes");
    }
  }

  /**
   * Measures all layers, each in its own type; a file may mix float32 and float64.
   *
   * @param extended whether to estimate the intrinsic dimension and the CKA of all pairs of layers too
   */
  public List<Layer> measure(Device device, boolean extended) {
    MemoryPlan plan = new MemoryPlan();
    Layout layout = plan(plan, extended
        ? MeterOptions.DEFAULT.withIntrinsicDimension().withSimilarity() : MeterOptions.DEFAULT);
    try (Arena arena = device.allocate(plan)) {
      FeatureMeter meter = new FeatureMeter(new Place(device, arena), layout.meter());
      List<Matrix> features = layout.features().stream().map(arena::matrix).toList();
      for (int l = 0; l < features.size(); l++) {
        write(device, Rows.of(layers.layers().get(l), order.sources()), features.get(l));
      }
      meter.enqueue(features);
      List<FeatureMetrics> metrics = meter.read().get(0);
      return IntStream.range(0, metrics.size())
          .mapToObj(l -> new Layer(layers.layers().get(l).name(), metrics.get(l))).toList();
    }
  }

  private static void write(Device device, Tensor features, Matrix target) {
    if (target.type() == ElementType.FLOAT32) {
      device.write(features.floats(), target);
    } else {
      device.write(features.doubles(), target);
    }
  }

  private static ElementType type(Tensor tensor) {
    return tensor.kind() == Tensor.Kind.FLOAT32 ? ElementType.FLOAT32 : ElementType.FLOAT64;
  }
}
