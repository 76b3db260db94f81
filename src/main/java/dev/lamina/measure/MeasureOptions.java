package dev.lamina.measure;

import dev.lamina.device.Device;
import dev.lamina.metric.SpectrumMethod;

/**
 * How features are measured.
 *
 * @param spectrum how singular values are found, if at all
 * @param extended whether to find nearest neighbours and the similarity of all pairs of layers too, which takes longer
 *     and all layers in memory at once
 * @param memory bytes that host and device may take together; layers that need more are streamed
 */
public record MeasureOptions(SpectrumMethod spectrum, boolean extended, long memory) {

  /** The same within what a device has, of which something is kept for its libraries. */
  public MeasureOptions within(Device device) {
    return new MeasureOptions(spectrum, extended, Math.min(memory, device.info().memoryBytes() / 8 * 7));
  }

  /** What can be had, within half of the memory that is free now. */
  public static MeasureOptions of(boolean extended) {
    return new MeasureOptions(SpectrumMethod.AUTO, extended, MemorySize.free() / 2);
  }
}
