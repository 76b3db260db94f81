package dev.lamina.measure;

import dev.lamina.device.Device;
import dev.lamina.metric.FeatureMetrics;
import java.util.List;
import java.util.function.LongConsumer;

/** Layers that are measured together. */
sealed interface MeasurePart permits WholeLayers, StreamedLayer {

  /** What it takes, layer by layer. */
  List<MeasurePlan.Layer> layers();

  /** Bytes of host and device together. */
  long bytes();

  /**
   * Measures them.
   *
   * @param progress told now and then how many more samples have been read
   */
  List<FeatureMetrics> measure(Device device, LongConsumer progress);
}
