package dev.lamina.experiment;

import dev.lamina.data.DataException;
import dev.lamina.data.LabelSource;
import dev.lamina.data.LabelledLayers;
import dev.lamina.data.LayerReader;
import dev.lamina.data.Tensor;
import dev.lamina.device.Arena;
import dev.lamina.device.Device;
import dev.lamina.device.ElementType;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.Place;
import dev.lamina.metric.FeatureMeter;
import dev.lamina.metric.FeatureMetrics;
import dev.lamina.metric.MeterOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Features of networks that were trained elsewhere, read from files and measured layer by layer. */
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

  /** What the files call the classes, in the order of their numbers. */
  public List<String> classNames() {
    return layers.labels().names();
  }

  /** A layer's name and metrics. */
  public record Measured(String name, FeatureMetrics metrics) {}

  /**
   * Measures all layers, each in its own type; a file may mix float32 and float64.
   *
   * @param extended whether to estimate the intrinsic dimension and the CKA of all pairs of layers too
   */
  public List<Measured> measure(Device device, boolean extended) {
    MeterOptions options = extended
        ? MeterOptions.DEFAULT.withIntrinsicDimension().withSimilarity() : MeterOptions.DEFAULT;
    List<Tensor> tensors = layers.layers();
    int samples = layers.labels().samples();
    MemoryPlan plan = new MemoryPlan();
    List<Integer> dimensions = tensors.stream().map(tensor -> tensor.dimension(1)).toList();
    List<MemoryPlan.Slot> slots = tensors.stream().map(tensor -> plan.add(
        MemoryPlan.Purpose.DATA, tensor.name(), type(tensor), tensor.dimension(1), samples, 1)).toList();
    List<ElementType> types = tensors.stream().map(FeatureFiles::type).toList();
    FeatureMeter.Layout layout;
    try {
      layout = FeatureMeter.plan(plan, dimensions, samples, order.offsets(), 1, types, options);
    } catch (IllegalArgumentException e) {
      throw new DataException(layers.labels().source(), e.getMessage(), "what can be measured at once",
          "measure fewer layers at a time (--layers), or merge classes");
    }
    try (Arena arena = device.allocate(plan)) {
      FeatureMeter meter = new FeatureMeter(new Place(device, arena), layout);
      List<Matrix> features = slots.stream().map(arena::matrix).toList();
      for (int l = 0; l < tensors.size(); l++) {
        Tensor sorted = Rows.of(tensors.get(l), order.sources());
        if (types.get(l) == ElementType.FLOAT32) {
          device.write(sorted.floats(), features.get(l));
        } else {
          device.write(sorted.doubles(), features.get(l));
        }
      }
      meter.enqueue(features);
      List<FeatureMetrics> metrics = meter.read().get(0);
      List<Measured> measured = new ArrayList<>();
      for (int l = 0; l < tensors.size(); l++) {
        measured.add(new Measured(tensors.get(l).name(), metrics.get(l)));
      }
      return measured;
    }
  }

  private static ElementType type(Tensor tensor) {
    return tensor.kind() == Tensor.Kind.FLOAT32 ? ElementType.FLOAT32 : ElementType.FLOAT64;
  }
}
