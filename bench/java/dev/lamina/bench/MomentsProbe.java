package dev.lamina.bench;

import dev.lamina.device.Arena;
import dev.lamina.device.Device;
import dev.lamina.device.ElementType;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.MemoryPlan.Purpose;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Plan;
import dev.lamina.device.Scalar;
import dev.lamina.device.Transpose;

/**
 * Features on a device and what is measured of them: class moments alone, or with both traces, compression and
 * discrimination by the operations that {@link dev.lamina.metric.FeatureMeter} uses for those.
 */
final class MomentsProbe implements AutoCloseable {
  private final int[] offsets;
  private final Device device;
  private final Arena arena;
  private final Matrix features;
  private final Matrix means;
  private final Matrix centring;
  private final Matrix centred;
  private final Matrix packed;
  private final Plan moments;
  private final Plan geometry;

  /**
   * What four numbers say about a layer.
   *
   * @param traceWithin {@code (1/N) sum |x - mu_y|^2}
   * @param traceBetween {@code (1/K) sum |mu_k - mu_G|^2}
   * @param compression their ratio
   * @param discrimination 1 - the largest cosine of two class means
   */
  record Moments(double traceWithin, double traceBetween, double compression, double discrimination) {}

  /**
   * @param d dimension of the features, which are zero until they are written
   * @param offsets where each class begins, and N
   */
  MomentsProbe(Device device, int d, int[] offsets) {
    this.device = device;
    this.offsets = offsets.clone();
    int classes = classes();
    int n = offsets[classes];
    MemoryPlan plan = new MemoryPlan();
    Slot featureSlot = plan.add(Purpose.DATA, "features", ElementType.FLOAT32, d, n, 1);
    Slot meanSlot = plan.add(Purpose.WORKSPACE, "means", ElementType.FLOAT64, d, classes, 1);
    Slot centringSlot = plan.add(Purpose.WORKSPACE, "centring", ElementType.FLOAT64, classes, classes, 1);
    Slot centredSlot = plan.add(Purpose.WORKSPACE, "centred means", ElementType.FLOAT64, d, classes, 1);
    Slot packedSlot = plan.add(Purpose.METRICS, "results", ElementType.FLOAT64, classes, 2 * classes + 1, 1);
    arena = device.allocate(plan);
    features = arena.matrix(featureSlot);
    means = arena.matrix(meanSlot);
    centring = arena.matrix(centringSlot);
    centred = arena.matrix(centredSlot);
    packed = arena.matrix(packedSlot);
    device.write(centringMatrix(), centring);
    moments = device.record(this::queueMoments);
    geometry = device.record(() -> {
      queueMoments();
      device.gram(false, means, packed.columns(0, classes));
      device.gemm(Transpose.NO, Transpose.NO, Scalar.ONE, means, centring, Scalar.ZERO, centred);
      device.gram(false, centred, packed.columns(classes, 2 * classes));
    });
  }

  private void queueMoments() {
    int last = 2 * classes();
    device.classMoments(features, offsets, means, packed.columns(last, last + 1));
  }

  /** {@code I - p 1^T}: {@code mu (I - p 1^T)} has the columns {@code mu_k - mu_G}. */
  private double[] centringMatrix() {
    int classes = classes();
    double[] matrix = new double[classes * classes];
    for (int j = 0; j < classes; j++) {
      for (int i = 0; i < classes; i++) {
        matrix[i + j * classes] = (i == j ? 1 : 0) - (double) (offsets[i + 1] - offsets[i]) / offsets[classes];
      }
    }
    return matrix;
  }

  private int classes() {
    return offsets.length - 1;
  }

  /** d x N, for the caller to fill. */
  Matrix features() {
    return features;
  }

  /** Queues class means and scatter, which stay on the device. */
  void classMoments() {
    moments.replay();
  }

  Moments moments() {
    geometry.replay();
    int classes = classes();
    double[] results = new double[(int) packed.size()];
    device.read(packed, results);
    double within = 0;
    double between = 0;
    double cosine = -1;
    for (int i = 0; i < classes; i++) {
      within += results[2 * classes * classes + i];
      between += results[classes * classes + i * (classes + 1)];
      for (int j = 0; j < i; j++) {
        double norms = Math.sqrt(results[i * (classes + 1)]) * Math.sqrt(results[j * (classes + 1)]);
        cosine = Math.max(cosine, results[i + j * classes] / norms);
      }
    }
    within /= offsets[classes];
    between /= classes;
    return new Moments(within, between, within / between, 1 - cosine);
  }

  @Override
  public void close() {
    moments.close();
    geometry.close();
    arena.close();
  }
}
