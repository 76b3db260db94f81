package dev.lamina.measure;

import dev.lamina.data.ClassOrder;
import dev.lamina.data.DataException;
import dev.lamina.data.Features;
import dev.lamina.data.RowReader;
import dev.lamina.data.RowSource;
import dev.lamina.data.Tensor;
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
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/** All layers, measured at once where memory holds them: everything can be measured of them. */
final class WholeLayers implements MeasurePart {

  private final List<RowSource> layers;
  private final ClassOrder order;
  private final MemoryPlan plan = new MemoryPlan();
  private final List<Slot> features;
  private final FeatureMeter.Layout meter;

  /** Plans layers, none of which has more values than a Java array. */
  WholeLayers(List<RowSource> layers, Samples samples, MeterOptions options) {
    this.layers = layers;
    int size = Math.toIntExact(samples.size());
    order = ClassOrder.of(samples.labels(0, size), samples.counts().length);
    features = layers.stream().map(layer ->
        plan.add(MemoryPlan.Purpose.DATA, layer.name(), type(layer), layer.columns(), size, 1)).toList();
    try {
      meter = FeatureMeter.plan(plan, layers.stream().map(RowSource::columns).toList(), size, order.offsets(), 1,
          layers.stream().map(WholeLayers::type).toList(), options);
    } catch (IllegalArgumentException e) {
      throw new DataException(samples.source(), e.getMessage(), "what can be measured at once",
          "measure fewer layers at a time (--layers), or merge classes");
    }
  }

  /** The type that a layer is measured in: its own. */
  static ElementType type(RowSource layer) {
    return layer.kind() == Tensor.Kind.FLOAT32 ? ElementType.FLOAT32 : ElementType.FLOAT64;
  }

  @Override
  public List<MeasurePlan.Layer> layers() {
    return IntStream.range(0, layers.size()).mapToObj(l -> new MeasurePlan.Layer(layers.get(l).name(),
        layers.get(l).rows(), layers.get(l).columns(), layers.get(l).bytes(), 1, layers.get(l).rows(),
        meter.spectrumMethod(l).label())).toList();
  }

  @Override
  public long bytes() {
    return plan.bytes() + layers.stream().mapToLong(RowSource::bytes).max().orElseThrow();
  }

  /**
   * Measures all layers, each in its own type; a file may mix float32 and float64.
   *
   * @throws DataException if a file is damaged, or a value is not finite
   */
  @Override
  public List<FeatureMetrics> measure(Device device, LongConsumer progress) {
    try (Arena arena = device.allocate(plan)) {
      FeatureMeter measuring = new FeatureMeter(new Place(device, arena), meter);
      List<Matrix> matrices = features.stream().map(arena::matrix).toList();
      for (int l = 0; l < matrices.size(); l++) {
        write(device, layers.get(l), matrices.get(l));
        progress.accept(layers.get(l).rows());
      }
      measuring.enqueue(matrices);
      return measuring.read().get(0);
    }
  }

  /** Values are ordered by class as they are read. */
  private void write(Device device, RowSource layer, Matrix target) {
    int size = Math.toIntExact(layer.rows());
    Object values = layer.kind().allocate(size * layer.columns(), layer.where());
    try (RowReader reader = layer.open()) {
      reader.read(size, order.places(), values);
    }
    requireFinite(layer, values);
    if (values instanceof float[] floats) {
      device.write(floats, target);
    } else {
      device.write((double[]) values, target);
    }
  }

  private void requireFinite(RowSource layer, Object values) {
    if (Features.firstNotFinite(values) < 0) {
      return;
    }
    int d = layer.columns();
    for (int i = 0; i < order.places().length; i++) {
      for (int j = 0; j < d; j++) {
        int at = order.places()[i] * d + j;
        Number value = values instanceof float[] floats ? (Number) floats[at] : (Number) ((double[]) values)[at];
        if (!Double.isFinite(value.doubleValue())) {
          throw Features.notFinite(layer.where(), value, i, j);
        }
      }
    }
  }
}
