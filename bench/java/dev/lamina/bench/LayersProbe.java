package dev.lamina.bench;

import dev.lamina.device.Arena;
import dev.lamina.device.Device;
import dev.lamina.device.ElementType;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.MemoryPlan.Purpose;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Place;
import dev.lamina.metric.FeatureMeter;
import dev.lamina.metric.FeatureMetrics;
import dev.lamina.metric.MeterOptions;
import dev.lamina.metric.SpectrumMethod;
import java.util.List;

/**
 * Features of one or more layers and all that {@link FeatureMeter} measures of them without a spectrum, in one read.
 */
final class LayersProbe implements AutoCloseable {
  private final Arena arena;
  private final FeatureMeter meter;
  private final List<Matrix> features;

  /**
   * @param dimensions of each layer's features, which are zero until they are written
   * @param offsets where each class begins, and N
   */
  LayersProbe(Device device, List<Integer> dimensions, int[] offsets) {
    int samples = offsets[offsets.length - 1];
    MemoryPlan plan = new MemoryPlan();
    List<Slot> slots = dimensions.stream()
        .map(d -> plan.add(Purpose.DATA, "features", ElementType.FLOAT32, d, samples, 1)).toList();
    FeatureMeter.Layout layout = FeatureMeter.plan(plan, dimensions, samples, offsets, 1, ElementType.FLOAT32,
        MeterOptions.DEFAULT.withSpectrum(SpectrumMethod.NONE));
    arena = device.allocate(plan);
    features = slots.stream().map(arena::matrix).toList();
    meter = new FeatureMeter(new Place(device, arena), layout);
  }

  /** d x N of each layer, for the caller to fill. */
  List<Matrix> features() {
    return features;
  }

  List<FeatureMetrics> measure() {
    meter.enqueue(features);
    return meter.read().get(0);
  }

  @Override
  public void close() {
    arena.close();
  }
}
