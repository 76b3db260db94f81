package dev.lamina.measure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How features will be measured, and what it takes: known from the headers alone. */
public final class MeasurePlan {

  /**
   * One layer.
   *
   * @param bytes of its values
   * @param passes how often they are read
   * @param chunk samples at a time
   * @param spectrum the method, in the words of {@code spectrum_method}
   */
  public record Layer(String name, long samples, int dimension, long bytes, int passes, long chunk, String spectrum) {}

  private final MeasureOptions options;
  private final long atOnce;
  private final Optional<WholeLayers> whole;
  private final List<StreamedLayer> streamed;
  private final List<Layer> layers;

  /**
   * @param atOnce bytes that all layers together would take
   * @param streamed what is measured where there is no {@code whole}
   */
  MeasurePlan(MeasureOptions options, long atOnce, Optional<WholeLayers> whole, List<StreamedLayer> streamed) {
    this.options = options;
    this.atOnce = atOnce;
    this.whole = whole;
    this.streamed = List.copyOf(streamed);
    layers = whole.map(WholeLayers::plans).orElseGet(() -> streamed.stream().map(StreamedLayer::plan).toList());
  }

  Optional<WholeLayers> wholeLayers() {
    return whole;
  }

  List<StreamedLayer> streamedLayers() {
    return streamed;
  }

  /** All layers. */
  public List<Layer> layers() {
    return layers;
  }

  /** Whether memory holds all layers at once. */
  public boolean whole() {
    return whole.isPresent();
  }

  /** Bytes that host and device may take. */
  public long memory() {
    return options.memory();
  }

  /** Bytes that they will. */
  public long needed() {
    return whole.isPresent() ? atOnce : streamed.stream().mapToLong(StreamedLayer::bytes).max().orElse(0);
  }

  /** Bytes that they would with all layers at once. */
  public long atOnce() {
    return atOnce;
  }

  /** About how many samples could be measured at once: what grows with them is nearly all. */
  public long mostAtOnce() {
    return (long) ((double) layers.get(0).samples() * options.memory() / atOnce);
  }

  /** Bytes to be read, in all passes. */
  public long read() {
    return layers.stream().mapToLong(layer -> layer.passes() * layer.bytes()).sum();
  }

  /** Layers whose spectrum was asked for, and whose Gram matrix does not fit. */
  public List<String> withoutSpectrum() {
    return streamed.stream().filter(StreamedLayer::lacksSpectrum).map(layer -> layer.source().name()).toList();
  }

  /** Whether a layer is without the spectrum that was asked for. */
  public boolean lacksSpectrum() {
    return !withoutSpectrum().isEmpty();
  }

  /** Whether what needs all pairs of samples or of layers was asked for and is left out. */
  public boolean lacksPairs() {
    return options.extended() && whole.isEmpty();
  }

  /** By the names that {@code --dry-run --json} gives. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("memory_bytes", memory());
    map.put("needed_bytes", needed());
    map.put("at_once_bytes", atOnce);
    map.put("most_samples_at_once", mostAtOnce());
    map.put("streamed", whole.isEmpty());
    map.put("read_bytes", read());
    map.put("layers", layers.stream().map(layer -> {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("name", layer.name());
      row.put("samples", layer.samples());
      row.put("dimension", layer.dimension());
      row.put("bytes", layer.bytes());
      row.put("passes", layer.passes());
      row.put("chunk", layer.chunk());
      row.put("spectrum_method", layer.spectrum());
      return row;
    }).toList());
    return map;
  }
}
