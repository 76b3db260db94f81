package dev.lamina.metric;

import dev.lamina.device.Device;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan.Purpose;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Place;
import dev.lamina.device.Scalar;
import dev.lamina.device.Stacks;
import dev.lamina.device.Transpose;

/** Queues what the class means say by themselves, and the directions that they span. */
final class MeansMeter {

  /**
   * The workspace is for the largest layer; the last three are constants of the classes.
   *
   * @param counts samples of each class
   * @param directions between the classes, d x K-1
   */
  record Layout(long[] counts, Slot means, Slot centred, Slot mean, Slot directions, Slot centring, Slot shares,
      Slot ones) {

    /** K. */
    int classes() {
      return counts.length;
    }
  }

  private final Place place;
  private final Layout layout;
  private final Matrix results;

  static Layout plan(Stacks stacks, int largest, long[] counts) {
    int classes = counts.length;
    return new Layout(counts,
        stacks.add(Purpose.WORKSPACE, "feature metrics: class means", largest, classes),
        stacks.add(Purpose.WORKSPACE, "feature metrics: centred class means", largest, classes),
        stacks.add(Purpose.WORKSPACE, "feature metrics: sample mean", largest, 1),
        stacks.add(Purpose.WORKSPACE, "feature metrics: directions between classes", largest, classes - 1),
        stacks.addShared(Purpose.METRICS, "centring of class means", classes - 1, classes),
        stacks.addShared(Purpose.METRICS, "shares of classes", classes - 1, 1),
        stacks.addShared(Purpose.METRICS, "a one for each class", classes - 1, 1));
  }

  /**
   * Writes the constants.
   *
   * @param results where what is measured belongs
   */
  MeansMeter(Place place, Layout layout, Matrix results) {
    this.place = place;
    this.layout = layout;
    this.results = results;
    Device device = place.device();
    device.write(ClassConstants.centring(layout.counts), place.matrix(layout.centring));
    device.write(ClassConstants.laterShares(layout.counts), place.matrix(layout.shares));
    device.fill(place.matrix(layout.ones), 1);
  }

  /** Where the class means of a layer belong before {@link #enqueue}: d x K. */
  Matrix means(int dimension, int members) {
    return place.matrix(layout.means, dimension, layout.classes(), members);
  }

  /** The class means, less the sample mean, of the layer that was measured last: d x K. */
  Matrix centred(int dimension, int members) {
    return place.matrix(layout.centred, dimension, layout.classes(), members);
  }

  /** The sample mean of that layer: d x 1. */
  Matrix mean(int dimension, int members) {
    return place.matrix(layout.mean, dimension, 1, members);
  }

  /** Orthogonal directions between the classes of that layer, from the least to the greatest: d x K-1; for K > 1. */
  Matrix directions(int dimension, int members) {
    return place.matrix(layout.directions, dimension, layout.classes() - 1, members);
  }

  /** Measures the means of a layer, which {@link #means} holds. */
  void enqueue(FeatureBlocks blocks, int e) {
    Device device = place.device();
    int d = blocks.dimension();
    int classes = layout.classes();
    Matrix mu = means(d, e);
    Matrix m = centred(d, e);
    device.gram(false, mu, blocks.gram().in(results, e));
    device.squaredDistances(mu, blocks.distances().in(results, e));
    // In the place of the centred means, which are not there yet.
    device.unitColumns(mu, m);
    device.squaredDistances(m, blocks.unitDistances().in(results, e));
    centre(mu, m, mean(d, e));
    Matrix gram = blocks.centredGram().in(results, e);
    device.gram(false, m, gram);
    if (classes > 1) {
      Matrix vectors = blocks.eigenvectors().in(results, e);
      device.copy(Transpose.NO, gram, vectors);
      device.symmetricEigen(true, vectors, blocks.eigenvalues().in(results, e));
      // Centring takes one dimension from the means: the direction of the smallest eigenvalue is void.
      device.gemm(Transpose.NO, Transpose.NO, Scalar.ONE, m, vectors.columns(1, classes), Scalar.ZERO,
          directions(d, e));
    }
  }

  /**
   * The sample mean, and the class means less it. Both come from the differences to the first class mean, which are
   * exact where the means lie close together: what all have in common costs no digits.
   */
  private void centre(Matrix mu, Matrix centredMeans, Matrix sampleMean) {
    Device device = place.device();
    Matrix first = mu.columns(0, 1);
    device.copy(Transpose.NO, first, sampleMean);
    Matrix apart = directions(mu.rows(), mu.members());
    device.copy(Transpose.NO, mu.columns(1, layout.classes()), apart);
    device.gemm(Transpose.NO, Transpose.YES, Scalar.of(-1), first, place.matrix(layout.ones), Scalar.ONE, apart);
    device.gemm(Transpose.NO, Transpose.NO, Scalar.ONE, apart, place.matrix(layout.centring), Scalar.ZERO,
        centredMeans);
    device.gemm(Transpose.NO, Transpose.NO, Scalar.ONE, apart, place.matrix(layout.shares), Scalar.ONE, sampleMean);
  }
}
