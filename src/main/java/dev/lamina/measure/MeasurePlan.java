package dev.lamina.measure;

import dev.lamina.metric.SpectrumMethod;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
  public record Layer(String name, long samples, int dimension, long bytes, int passes, long chunk, String spectrum) {

    /** Whether it is read in chunks. */
    boolean streamed() {
      return chunk < samples;
    }
  }

  private final MeasureOptions options;
  private final long atOnce;
  private final List<MeasurePart> parts;
  private final List<Layer> layers;

  /** @param atOnce bytes that all layers together would take */
  MeasurePlan(MeasureOptions options, long atOnce, List<MeasurePart> parts) {
    this.options = options;
    this.atOnce = atOnce;
    this.parts = List.copyOf(parts);
    layers = parts.stream().flatMap(part -> part.layers().stream()).toList();
  }

  List<MeasurePart> parts() {
    return parts;
  }

  /** All layers. */
  public List<Layer> layers() {
    return layers;
  }

  /** Whether memory holds all layers at once. */
  public boolean whole() {
    return parts.size() == 1 && parts.get(0) instanceof WholeLayers;
  }

  /** Bytes that host and device may take. */
  public long memory() {
    return options.memory();
  }

  /** Bytes that they will. */
  public long needed() {
    return parts.stream().mapToLong(MeasurePart::bytes).max().orElse(0);
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

  /** Samples to be read, of all layers and passes. */
  long samples() {
    return layers.stream().mapToLong(layer -> layer.passes() * layer.samples()).sum();
  }

  /** Layers whose spectrum was asked for, and whose Gram matrix does not fit. */
  public List<String> withoutSpectrum() {
    return options.spectrum() == SpectrumMethod.NONE ? List.of()
        : layers.stream().filter(layer -> layer.spectrum().equals(SpectrumMethod.NONE.label())).map(Layer::name)
            .toList();
  }

  /** Layers whose nearest neighbours were asked for, which takes all of their samples at once. */
  public List<String> withoutNeighbours() {
    return options.extended() ? layers.stream().filter(Layer::streamed).map(Layer::name).toList() : List.of();
  }

  /** Whether the similarity of all pairs of layers was asked for, which takes all layers at once. */
  public boolean lacksSimilarity() {
    return options.extended() && !whole();
  }

  /** By the names that {@code --dry-run --json} gives. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("memory_bytes", memory());
    map.put("needed_bytes", needed());
    map.put("at_once_bytes", atOnce);
    map.put("most_samples_at_once", mostAtOnce());
    map.put("streamed", layers.stream().anyMatch(Layer::streamed));
    map.put("read_bytes", read());
    map.put("layers", layers.stream().map(layer -> {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("name", layer.name());
      row.put("samples", layer.samples());
      row.put("dimension", layer.dimension());
      row.put("bytes", layer.bytes());
      row.put("streamed", layer.streamed());
      row.put("passes", layer.passes());
      row.put("chunk", layer.chunk());
      row.put("spectrum_method", layer.spectrum());
      return row;
    }).toList());
    return map;
  }
}
