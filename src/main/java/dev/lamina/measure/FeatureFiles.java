package dev.lamina.measure;

import dev.lamina.data.FeatureSet;
import dev.lamina.data.Labels;
import dev.lamina.data.RowSource;
import dev.lamina.data.format.LabelSource;
import dev.lamina.data.format.LayerReader;
import dev.lamina.data.format.Pool;
import dev.lamina.device.Device;
import dev.lamina.device.HostArray;
import dev.lamina.metric.FeatureMetrics;
import dev.lamina.metric.LayerFits;
import dev.lamina.metric.MeterOptions;
import dev.lamina.result.LayerSummary;
import dev.lamina.result.Measured;
import dev.lamina.result.MeasuredFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Features of networks that were trained elsewhere, measured layer by layer. */
public final class FeatureFiles {

  private final FeatureSet set;
  private final Pool pool;
  private final Samples samples;

  private FeatureFiles(FeatureSet set, Pool pool) {
    this.set = set;
    this.pool = pool;
    samples = Samples.of(set);
  }

  /**
   * Reads what files say of their features, and their labels.
   *
   * @param labels where the labels are, if not among {@code files}; without any, what needs classes is undefined
   * @param only names of the layers to keep or patterns for them, in this order; empty keeps all
   * @param pool what becomes of tokens and places
   * @throws dev.lamina.data.DataException if a file cannot be read or the arrays do not fit together
   */
  public static FeatureFiles read(List<Path> files, Optional<LabelSource> labels, List<String> only, Pool pool) {
    return new FeatureFiles(LayerReader.read(files, labels, only, pool), pool);
  }

  /** Features and labels from anywhere. */
  public static FeatureFiles of(FeatureSet set) {
    return new FeatureFiles(set, Pool.NONE);
  }

  /** What the files call the classes, in the order of their numbers; none without labels. */
  public List<String> classNames() {
    return set.labels().map(Labels::names).orElse(List.of());
  }

  /** What was measured where: of each layer its name, place, shape and type; and where the labels are. */
  public Map<String, Object> sources() {
    Map<String, Object> sources = new LinkedHashMap<>();
    sources.put("layers", set.layers().stream().map(layer -> {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("name", layer.name());
      map.put("where", layer.where());
      map.put("shape", List.of(layer.rows(), layer.columns()));
      map.put("type", layer.kind().name().toLowerCase(Locale.ROOT));
      return map;
    }).toList());
    sources.put("pool", pool.name().toLowerCase(Locale.ROOT));
    sources.put("labels", set.labels().map(Labels::source).orElse(null));
    return sources;
  }

  /** A layer's name and metrics. */
  public record Layer(String name, FeatureMetrics metrics) {}

  /**
   * How the layers will be measured: all at once where memory holds them; else each by itself; else chunk by chunk.
   *
   * @throws dev.lamina.data.DataException if memory does not do even for chunks
   */
  public MeasurePlan plan(MeasureOptions options) {
    MeterOptions wanted = MeterOptions.DEFAULT.withSpectrum(options.spectrum()).withCovariance();
    MeterOptions each = options.extended() ? wanted.withIntrinsicDimension() : wanted;
    List<RowSource> layers = set.layers();
    long atOnce = layers.stream().mapToLong(RowSource::bytes).sum();
    if (atOnce <= options.memory() && layers.stream().allMatch(FeatureFiles::fitsHost)) {
      WholeLayers whole = new WholeLayers(layers, samples, options.extended() ? each.withSimilarity() : each);
      atOnce = whole.bytes();
      if (atOnce <= options.memory()) {
        return new MeasurePlan(options, atOnce, List.of(whole));
      }
    }
    return new MeasurePlan(options, atOnce, layers.stream().map(layer -> part(layer, each, options.memory())).toList());
  }

  private MeasurePart part(RowSource layer, MeterOptions options, long memory) {
    if (layer.bytes() <= memory && fitsHost(layer)) {
      WholeLayers whole = new WholeLayers(List.of(layer), samples, options);
      if (whole.bytes() <= memory) {
        return whole;
      }
    }
    return StreamedLayer.plan(layer, samples, options, memory);
  }

  /** Whether the Java heap has room for one array of all values, and something to spare. */
  private static boolean fitsHost(RowSource layer) {
    Runtime java = Runtime.getRuntime();
    long left = java.maxMemory() - (java.totalMemory() - java.freeMemory());
    return layer.rows() <= HostArray.LONGEST / layer.columns() && layer.bytes() < left / 4 * 3;
  }

  /** {@link #measure(Device, MeasurePlan, Progress)} by the plan that the options make. */
  public List<Layer> measure(Device device, MeasureOptions options) {
    return measure(device, plan(options.within(device)), (layer, done, total) -> { });
  }

  /**
   * Measures all layers.
   *
   * @param progress told of each chunk
   * @throws dev.lamina.data.DataException if a file is damaged, or a value is not finite
   */
  public List<Layer> measure(Device device, MeasurePlan plan, Progress progress) {
    long total = plan.samples();
    List<FeatureMetrics> metrics = new ArrayList<>();
    long[] done = new long[1];
    for (MeasurePart part : plan.parts()) {
      metrics.addAll(part.measure(device, rows -> {
        done[0] += rows;
        progress.chunk(part.layers().get(0).name(), done[0], total);
      }));
    }
    return IntStream.range(0, metrics.size())
        .mapToObj(l -> new Layer(set.layers().get(l).name(), withoutClasses(metrics.get(l)))).toList();
  }

  /**
   * What a directory of the results holds, by the names of its files.
   *
   * @param name of what was measured, for headings
   * @param environment what results depend on
   */
  public Map<String, String> texts(String name, List<Layer> measured, Device device, Map<String, Object> environment) {
    List<LayerSummary> layers = IntStream.range(0, measured.size()).mapToObj(l -> new LayerSummary(
        l + 1, measured.get(l).name(), "", measured.get(l).metrics().measured())).toList();
    Measured fit = LayerFits.ofFeatures(measured.stream().map(Layer::metrics).toList());
    return MeasuredFiles.texts(name, device.info().kind() + " (" + device.info().name() + ")", classNames(), layers,
        fit, sources(), environment);
  }

  /** Without labels all samples were measured as one class, of which only what needs none means something. */
  private FeatureMetrics withoutClasses(FeatureMetrics metrics) {
    return set.labels().isPresent() ? metrics : new FeatureMetrics(metrics.measured().withoutClasses());
  }
}
