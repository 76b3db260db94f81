package dev.lamina.measure;

import dev.lamina.data.FeatureSet;
import dev.lamina.data.Labels;
import dev.lamina.data.RowSource;
import dev.lamina.data.format.LabelSource;
import dev.lamina.data.format.LayerReader;
import dev.lamina.device.Device;
import dev.lamina.metric.FeatureMetrics;
import dev.lamina.metric.MeterOptions;
import dev.lamina.result.Measured;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Features of networks that were trained elsewhere, measured layer by layer. */
public final class FeatureFiles {

  private final FeatureSet set;
  private final Samples samples;

  private FeatureFiles(FeatureSet set) {
    this.set = set;
    samples = Samples.of(set);
  }

  /**
   * Reads what files say of their features, and their labels.
   *
   * @param labels where the labels are, if not among {@code files}; without any, what needs classes is undefined
   * @param only names of the layers to keep or patterns for them, in this order; empty keeps all
   * @throws dev.lamina.data.DataException if a file cannot be read or the arrays do not fit together
   */
  public static FeatureFiles read(List<Path> files, Optional<LabelSource> labels, List<String> only) {
    return new FeatureFiles(LayerReader.read(files, labels, only));
  }

  /** Features and labels from anywhere. */
  public static FeatureFiles of(FeatureSet set) {
    return new FeatureFiles(set);
  }

  /** What the files call the classes, in the order of their numbers; none without labels. */
  public List<String> classNames() {
    return set.labels().map(Labels::names).orElse(List.of());
  }

  /** A layer's name and metrics. */
  public record Layer(String name, FeatureMetrics metrics) {}

  /**
   * Measures all layers: at once where memory holds them, chunk by chunk where not.
   *
   * @param progress told of each chunk
   * @throws dev.lamina.data.DataException if a file is damaged, a value is not finite, or memory does not do
   */
  public List<Layer> measure(Device device, MeasureOptions options, Progress progress) {
    MeterOptions wanted = MeterOptions.DEFAULT.withSpectrum(options.spectrum()).withCovariance();
    Optional<WholeLayers> whole =
        whole(options.extended() ? wanted.withIntrinsicDimension().withSimilarity() : wanted, options.memory());
    List<FeatureMetrics> metrics =
        whole.isPresent() ? whole.get().measure(device) : stream(device, wanted, options.memory(), progress);
    return IntStream.range(0, metrics.size())
        .mapToObj(l -> new Layer(set.layers().get(l).name(), withoutClasses(metrics.get(l)))).toList();
  }

  private Optional<WholeLayers> whole(MeterOptions options, long memory) {
    long bytes = set.layers().stream().mapToLong(RowSource::bytes).sum();
    long values = set.layers().stream().mapToLong(layer -> layer.rows() * layer.columns()).max().orElseThrow();
    if (bytes > memory || values > Integer.MAX_VALUE - 8) {
      return Optional.empty();
    }
    WholeLayers whole = new WholeLayers(set, samples, options);
    return whole.bytes() <= memory ? Optional.of(whole) : Optional.empty();
  }

  private List<FeatureMetrics> stream(Device device, MeterOptions options, long memory, Progress progress) {
    List<StreamedLayer> layers =
        set.layers().stream().map(layer -> StreamedLayer.plan(layer, samples, options, memory)).toList();
    long total = layers.stream().mapToLong(layer -> layer.passes() * layer.source().rows()).sum();
    List<FeatureMetrics> metrics = new ArrayList<>();
    long[] done = new long[1];
    for (StreamedLayer layer : layers) {
      metrics.add(layer.measure(device, rows -> {
        done[0] += rows;
        progress.chunk(layer.source().name(), done[0], total);
      }));
    }
    return metrics;
  }

  /** Without labels all samples were measured as one class, of which only what needs none means something. */
  private FeatureMetrics withoutClasses(FeatureMetrics metrics) {
    return set.labels().isPresent() ? metrics : new FeatureMetrics(metrics.measured().withoutClasses());
  }
}
