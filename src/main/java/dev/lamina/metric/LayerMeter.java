package dev.lamina.metric;

import dev.lamina.device.Device;
import dev.lamina.device.ElementType;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan.Purpose;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Place;
import dev.lamina.device.Scalar;
import dev.lamina.device.Stacks;
import dev.lamina.device.Transpose;
import java.util.List;

/** Queues what is measured of one layer, in a workspace that all layers share. */
final class LayerMeter {

  /**
   * The workspace is for the largest layer; the last four are constants of the classes.
   *
   * @param offsets K + 1 numbers from 0 to N
   * @param scaled features over a power of two
   * @param directions between the classes, d x K-1
   * @param assigned nearest class of each sample
   */
  record Layout(int[] offsets, SpectrumMeter.Layout spectrum, Slot scaled, Slot means, Slot centred, Slot mean,
      Slot directions, Slot assigned, Slot centring, Slot shares, Slot ones, Slot labels) {

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
  private final SpectrumMeter spectrum;

  static Layout plan(Stacks stacks, List<FeatureBlocks> layers, int[] offsets) {
    int classes = offsets.length - 1;
    int samples = offsets[classes];
    int largest = layers.stream().mapToInt(FeatureBlocks::dimension).max().orElseThrow();
    int widest = layers.stream().filter(FeatureBlocks::isNormalized).mapToInt(FeatureBlocks::dimension).max()
        .orElse(0);
    Stacks whole = new Stacks(stacks.plan(), ElementType.INT32, stacks.members());
    return new Layout(offsets, SpectrumMeter.plan(stacks, layers, samples),
        stacks.add(Purpose.WORKSPACE, "feature metrics: features over a power of two", widest, samples),
        stacks.add(Purpose.WORKSPACE, "feature metrics: class means", largest, classes),
        stacks.add(Purpose.WORKSPACE, "feature metrics: centred class means", largest, classes),
        stacks.add(Purpose.WORKSPACE, "feature metrics: sample mean", largest, 1),
        stacks.add(Purpose.WORKSPACE, "feature metrics: directions between classes", largest, classes - 1),
        whole.add(Purpose.WORKSPACE, "nearest class", 1, samples),
        stacks.addShared(Purpose.METRICS, "centring of class means", classes - 1, classes),
        stacks.addShared(Purpose.METRICS, "shares of classes", classes - 1, 1),
        stacks.addShared(Purpose.METRICS, "a one for each class", classes - 1, 1),
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
    Device device = place.device();
    device.write(ClassConstants.centring(layout.offsets), place.matrix(layout.centring));
    device.write(ClassConstants.laterShares(layout.offsets), place.matrix(layout.shares));
    device.fill(place.matrix(layout.ones), 1);
    device.write(ClassConstants.labels(layout.offsets), place.matrix(layout.labels));
  }

  /** @param features d x N of layer {@code layer}, of one member where all share them */
  void enqueue(int layer, FeatureBlocks blocks, Matrix features) {
    Device device = place.device();
    Matrix x = normalized(blocks, features);
    int e = x.members();
    int d = x.rows();
    int classes = layout.classes();
    Matrix mu = place.matrix(layout.means, d, classes, e);
    Matrix m = centred(d, e);
    Matrix centre = place.matrix(layout.mean, d, 1, e);
    device.classMoments(x, layout.offsets, mu, blocks.scatter().in(results, e));
    device.gram(false, mu, blocks.gram().in(results, e));
    device.squaredDistances(mu, blocks.distances().in(results, e));
    // In the place of the centred means, which are not there yet.
    device.unitColumns(mu, m);
    device.squaredDistances(m, blocks.unitDistances().in(results, e));
    centre(mu, m, centre);
    Matrix gram = blocks.centredGram().in(results, e);
    device.gram(false, m, gram);
    if (classes > 1) {
      Matrix vectors = blocks.eigenvectors().in(results, e);
      device.copy(Transpose.NO, gram, vectors);
      device.symmetricEigen(true, vectors, blocks.eigenvalues().in(results, e));
      // Centring takes one dimension from the means: the direction of the smallest eigenvalue is void.
      Matrix t = place.matrix(layout.directions, d, classes - 1, e);
      device.gemm(Transpose.NO, Transpose.NO, Scalar.ONE, m, vectors.columns(1, classes), Scalar.ZERO, t);
      device.projectedScatter(x, layout.offsets, mu, t, blocks.projected().in(results, e));
    }
    device.nearestMean(x, mu, nearest(e));
    device.countEqual(nearest(e), place.matrix(layout.labels), blocks.correct().in(results, e));
    if (neighbours != null) {
      neighbours.enqueue(layer, x);
    }
    if (similarity != null) {
      similarity.enqueue(layer, x, centre);
    }
    // The last to read the features, of which a direct decomposition leaves nothing.
    spectrum.enqueue(x, centre, blocks, results);
  }

  /** The class means, less the sample mean, of the layer that was measured last: d x K. */
  Matrix centred(int dimension, int members) {
    return place.matrix(layout.centred, dimension, layout.classes(), members);
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

  /**
   * The sample mean, and the class means less it. Both come from the differences to the first class mean, which are
   * exact where the means lie close together: what all have in common costs no digits.
   */
  private void centre(Matrix mu, Matrix centredMeans, Matrix sampleMean) {
    Device device = place.device();
    Matrix first = mu.columns(0, 1);
    Matrix apart = place.matrix(layout.directions, mu.rows(), layout.classes() - 1, mu.members());
    device.copy(Transpose.NO, first, sampleMean);
    device.copy(Transpose.NO, mu.columns(1, layout.classes()), apart);
    device.gemm(Transpose.NO, Transpose.YES, Scalar.of(-1), first, place.matrix(layout.ones), Scalar.ONE, apart);
    device.gemm(Transpose.NO, Transpose.NO, Scalar.ONE, apart, place.matrix(layout.centring), Scalar.ZERO,
        centredMeans);
    device.gemm(Transpose.NO, Transpose.NO, Scalar.ONE, apart, place.matrix(layout.shares), Scalar.ONE, sampleMean);
  }
}
