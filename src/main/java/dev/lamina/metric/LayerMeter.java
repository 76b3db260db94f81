package dev.lamina.metric;

import dev.lamina.device.Device;
import dev.lamina.device.ElementType;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan.Purpose;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Place;
import dev.lamina.device.Stacks;
import java.util.List;
import java.util.stream.IntStream;

/** Queues what is measured of one layer, in a workspace that all layers share. */
final class LayerMeter {

  /**
   * The workspace is for the largest layer.
   *
   * @param offsets K + 1 numbers from 0 to N
   * @param scaled features over a power of two
   * @param assigned nearest class of each sample
   * @param labels of the samples, a constant
   */
  record Layout(int[] offsets, MeansMeter.Layout means, SpectrumMeter.Layout spectrum, Slot scaled, Slot assigned,
      Slot labels) {

    /** K. */
    int classes() {
      return offsets.length - 1;
    }

    /** N. */
    int samples() {
      return offsets[classes()];
    }
  }

  private final Place place;
  private final Layout layout;
  private final Matrix results;
  private final NeighbourMeter neighbours;
  private final LayerSimilarity similarity;
  private final MeansMeter means;
  private final SpectrumMeter spectrum;

  static Layout plan(Stacks stacks, List<FeatureBlocks> layers, int[] offsets) {
    int classes = offsets.length - 1;
    int samples = offsets[classes];
    int largest = layers.stream().mapToInt(FeatureBlocks::dimension).max().orElseThrow();
    int widest = layers.stream().filter(FeatureBlocks::isNormalized).mapToInt(FeatureBlocks::dimension).max()
        .orElse(0);
    Stacks whole = new Stacks(stacks.plan(), ElementType.INT32, stacks.members());
    long[] counts = IntStream.range(0, classes).mapToLong(k -> offsets[k + 1] - offsets[k]).toArray();
    return new Layout(offsets, MeansMeter.plan(stacks, largest, counts), SpectrumMeter.plan(stacks, layers, samples),
        stacks.add(Purpose.WORKSPACE, "feature metrics: features over a power of two", widest, samples),
        whole.add(Purpose.WORKSPACE, "nearest class", 1, samples),
        whole.addShared(Purpose.METRICS, "classes of samples", 1, samples));
  }

  /**
   * Writes the constants.
   *
   * @param results where what is measured belongs
   * @param neighbours told of each layer; null for none
   * @param similarity told of each layer; null for none
   */
  LayerMeter(Place place, Layout layout, Matrix results, NeighbourMeter neighbours, LayerSimilarity similarity) {
    this.place = place;
    this.layout = layout;
    this.results = results;
    this.neighbours = neighbours;
    this.similarity = similarity;
    spectrum = new SpectrumMeter(place, layout.spectrum);
    means = new MeansMeter(place, layout.means, results);
    place.device().write(ClassConstants.labels(layout.offsets), place.matrix(layout.labels));
  }

  /** @param features d x N of layer {@code layer}, of one member where all share them */
  void enqueue(int layer, FeatureBlocks blocks, Matrix features) {
    Device device = place.device();
    Matrix x = normalized(blocks, features);
    int e = x.members();
    int d = x.rows();
    Matrix mu = means.means(d, e);
    device.classMoments(x, layout.offsets, mu, blocks.scatter().in(results, e));
    means.enqueue(blocks, e);
    if (layout.classes() > 1) {
      device.projectedScatter(x, layout.offsets, mu, means.directions(d, e), blocks.projected().in(results, e));
    }
    device.nearestMean(x, mu, nearest(e));
    device.countEqual(nearest(e), place.matrix(layout.labels), blocks.correct().in(results, e));
    if (neighbours != null) {
      neighbours.enqueue(layer, x);
    }
    if (similarity != null) {
      similarity.enqueue(layer, x, means.mean(d, e));
    }
    // The last to read the features, of which a direct decomposition leaves nothing.
    spectrum.enqueue(x, means.mean(d, e), blocks, results);
  }

  /** The class means, less the sample mean, of the layer that was measured last: d x K. */
  Matrix centred(int dimension, int members) {
    return means.centred(dimension, members);
  }

  /** The class whose mean is nearest to each sample of the layer that was measured last: 1 x N. */
  Matrix nearest(int members) {
    return place.matrix(layout.assigned, 1, layout.samples(), members);
  }

  /**
   * Features whose squares, and the squares of those, float64 holds: float32 features as they are, float64 ones over a
   * power of two, which {@link FeatureResults} gives back to what is not a ratio.
   */
  private Matrix normalized(FeatureBlocks blocks, Matrix features) {
    if (!blocks.isNormalized()) {
      return features;
    }
    Matrix magnitude = blocks.magnitude().in(results, features.members());
    Matrix x = place.matrix(layout.scaled, features.rows(), features.columns(), features.members());
    place.device().magnitude(features, magnitude);
    place.device().normalize(features, magnitude, x);
    return x;
  }
}
