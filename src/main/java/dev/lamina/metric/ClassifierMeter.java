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

/** Queues what NC3 and NC4 are made of: the classifier beside the class means that it sees. */
final class ClassifierMeter {

  /**
   * @param duality classifier weights and centred class means, a column each
   * @param predicted class of each sample
   */
  record Layout(Slot duality, Slot predicted) {}

  private final Place place;
  private final Layout layout;
  private final Matrix results;

  static Layout plan(Stacks stacks, int dimension, int classes, int samples) {
    return new Layout(stacks.add(Purpose.WORKSPACE, "feature metrics: classifier beside class means",
            Math.multiplyExact(dimension, classes), 2),
        new Stacks(stacks.plan(), ElementType.INT32, stacks.members())
            .add(Purpose.WORKSPACE, "predicted class", 1, samples));
  }

  /** @param results where what is measured belongs */
  ClassifierMeter(Place place, Layout layout, Matrix results) {
    this.place = place;
    this.layout = layout;
    this.results = results;
  }

  /**
   * @param classifier K x d
   * @param scores K x N
   * @param means centred class means, d x K
   * @param nearest class of each sample, 1 x N
   */
  void enqueue(FeatureBlocks blocks, Matrix classifier, Matrix scores, Matrix means, Matrix nearest) {
    Device device = place.device();
    Matrix duality = place.matrix(layout.duality);
    Matrix predicted = place.matrix(layout.predicted);
    int e = duality.members();
    Matrix w = duality.columns(0, 1).reshape(means.rows(), means.columns());
    Matrix m = duality.columns(1, 2).reshape(means.rows(), means.columns());
    device.copy(Transpose.YES, classifier, w);
    device.copy(Transpose.NO, means, m);
    // Seen as a column each, both get a Frobenius norm of 1, whatever their scale.
    device.unitColumns(duality, duality);
    device.squaredDistances(duality, blocks.duality().in(results, e));
    device.gemm(Transpose.YES, Transpose.NO, Scalar.ONE, w, m, Scalar.ZERO, blocks.product().in(results, e));
    device.argmax(scores, predicted);
    device.countEqual(predicted, nearest, blocks.agreeing().in(results, e));
  }
}
