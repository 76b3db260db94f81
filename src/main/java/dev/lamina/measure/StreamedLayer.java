package dev.lamina.measure;

import dev.lamina.data.DataException;
import dev.lamina.data.Features;
import dev.lamina.data.RowReader;
import dev.lamina.data.RowSource;
import dev.lamina.device.Arena;
import dev.lamina.device.Device;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.Place;
import dev.lamina.metric.Chunk;
import dev.lamina.metric.ChunkMeter;
import dev.lamina.metric.FeatureMetrics;
import dev.lamina.metric.MeterOptions;
import dev.lamina.metric.SpectrumMethod;
import dev.lamina.result.Measure;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * One layer, measured in chunks that fit into memory.
 *
 * @param options with a spectrum only where its Gram matrix fits too
 * @param rows samples of a chunk
 * @param bytes of host and device together
 */
record StreamedLayer(RowSource source, Samples samples, MeterOptions options, int rows, long bytes)
    implements MeasurePart {

  /** Larger chunks are read no faster. */
  private static final long LARGEST_CHUNK = 64L << 20;

  /** What the JVM, its libraries and OpenBLAS take for themselves. */
  private static final long OURS = 320L << 20;

  /** A chunk is read, waits, lies on the device, and is scaled there. */
  private static final int COPIES = 4;

  /**
   * Plans a layer.
   *
   * @throws DataException if not even a sample at a time fits
   */
  static StreamedLayer plan(RowSource source, Samples samples, MeterOptions wanted, long memory) {
    long room = memory - Math.min(OURS, memory / 2);
    MeterOptions options = wanted;
    long fixed = fixed(source, samples, options);
    if (fixed > room) {
      options = wanted.withSpectrum(SpectrumMethod.NONE);
      fixed = fixed(source, samples, options);
    }
    long row = source.bytes() / source.rows();
    long most = Math.min(room - fixed, LARGEST_CHUNK * COPIES) / (COPIES * row);
    if (most < 1) {
      throw new DataException(source.where(), "measuring " + source.columns() + " features of "
          + samples.counts().length + " classes takes " + MemorySize.text(fixed + COPIES * row + OURS),
          "at most " + MemorySize.text(memory), "allow more (--memory)");
    }
    int rows = (int) Math.min(Math.min(most, source.rows()), Integer.MAX_VALUE / 2 / source.columns());
    rows = Math.max(1, rows);
    return new StreamedLayer(source, samples, options, rows, fixed + rows * (COPIES * row));
  }

  /** Bytes that do not depend on the size of a chunk. */
  private static long fixed(RowSource source, Samples samples, MeterOptions options) {
    MemoryPlan plan = new MemoryPlan();
    layout(plan, source, samples, 1, options);
    // Those so far, those of a chunk, and these again on their way from the device.
    return plan.bytes() + 3L * Double.BYTES * source.columns() * samples.counts().length;
  }

  private static ChunkMeter.Layout layout(MemoryPlan plan, RowSource source, Samples samples, int rows,
      MeterOptions options) {
    try {
      return ChunkMeter.plan(plan, source.columns(), WholeLayers.type(source), samples.counts(), rows, options);
    } catch (IllegalArgumentException e) {
      throw new DataException(samples.source(), e.getMessage(), "what can be measured at once", "merge classes");
    }
  }

  @Override
  public List<MeasurePlan.Layer> layers() {
    SpectrumMethod method = options.spectrum() == SpectrumMethod.NONE ? SpectrumMethod.NONE : SpectrumMethod.GRAM;
    return List.of(new MeasurePlan.Layer(
        source.name(), source.rows(), source.columns(), source.bytes(), passes(), rows, method.label()));
  }

  /** How often the samples are read. */
  private int passes() {
    return samples.counts().length > 1 ? 2 : 1;
  }

  /** @throws DataException if the file is damaged, or a value is not finite */
  @Override
  public List<FeatureMetrics> measure(Device device, LongConsumer progress) {
    MemoryPlan plan = new MemoryPlan();
    ChunkMeter.Layout layout = layout(plan, source, samples, rows, options);
    try (Arena arena = device.allocate(plan); ChunkReader reader = new ChunkReader(source, samples, rows)) {
      ChunkMeter meter = new ChunkMeter(new Place(device, arena), layout);
      reader.rewind();
      for (Chunk chunk = reader.next(); chunk != null; chunk = reader.next()) {
        meter.first(chunk);
        progress.accept(chunk.samples());
      }
      meter.endFirst();
      if (meter.needsSecond()) {
        reader.rewind();
        for (Chunk chunk = reader.next(); chunk != null; chunk = reader.next()) {
          meter.second(chunk);
          progress.accept(chunk.samples());
        }
      }
      FeatureMetrics metrics = meter.metrics();
      if (Double.isNaN(metrics.get(Measure.NEAREST_CENTRE_ACCURACY))) {
        requireFinite();
      }
      return List.of(metrics);
    }
  }

  /** Looks for the value that made sums undefined; without one, their squares are beyond float64. */
  private void requireFinite() {
    int[] places = {0};
    Object row = source.kind().allocate(source.columns(), source.where());
    try (RowReader reader = source.open()) {
      for (long i = 0; i < source.rows(); i++) {
        reader.read(1, places, row);
        int at = Features.firstNotFinite(row);
        if (at >= 0) {
          throw Features.notFinite(source.where(), row instanceof float[] floats ? (Number) floats[at]
              : (Number) ((double[]) row)[at], i, at);
        }
      }
    }
  }
}
