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
import dev.lamina.device.cpu.CpuDevice;
import dev.lamina.metric.FeatureMeter;
import dev.lamina.metric.FeatureMetrics;
import dev.lamina.metric.MeterOptions;
import dev.lamina.metric.SpectrumMethod;
import java.util.List;

/**
 * Features on a device and what is measured of them: class moments alone; with both traces, compression and discrimination
 * by the operations that {@link FeatureMeter} uses for those; the other passes over the features alone; and all that
 * FeatureMeter measures without a spectrum.
 */
final class MomentsProbe implements AutoCloseable {
  private final int[] offsets;
  private final Device device = new CpuDevice();
  private final Arena arena;
  private final FeatureMeter meter;
  private final Matrix features;
  private final Matrix means;
  private final Matrix centring;
  private final Matrix centred;
  private final Matrix packed;
  private final Plan moments;
  private final Plan geometry;
  private final Plan projection;
  private final Plan nearest;

  /**
   * What four numbers say about a layer.
   *
   * @param traceWithin {@code (1/N) sum |x - mu_y|^2}
   * @param traceBetween {@code (1/K) sum |mu_k - mu_G|^2}
   * @param compression their ratio
   * @param discrimination 1 - the largest cosine of two class means
   */
  record Moments(double traceWithin, double traceBetween, double compression, double discrimination) {}

  /** @param offsets where each class begins, and N */
  MomentsProbe(float[] samples, int[] offsets) {
    this.offsets = offsets.clone();
    int classes = classes();
    int n = offsets[classes];
    int d = samples.length / n;
    MemoryPlan plan = new MemoryPlan();
    Slot featureSlot = plan.add(Purpose.DATA, "features", ElementType.FLOAT32, d, n, 1);
    Slot meanSlot = plan.add(Purpose.WORKSPACE, "means", ElementType.FLOAT64, d, classes, 1);
    Slot centringSlot = plan.add(Purpose.WORKSPACE, "centring", ElementType.FLOAT64, classes, classes, 1);
    Slot centredSlot = plan.add(Purpose.WORKSPACE, "centred means", ElementType.FLOAT64, d, classes, 1);
    Slot directionSlot = plan.add(Purpose.WORKSPACE, "directions", ElementType.FLOAT64, d, classes - 1, 1);
    Slot projectedSlot = plan.add(Purpose.METRICS, "projected", ElementType.FLOAT64, classes - 1, classes - 1, 1);
    Slot assignedSlot = plan.add(Purpose.METRICS, "assigned", ElementType.INT32, 1, n, 1);
    Slot packedSlot = plan.add(Purpose.METRICS, "results", ElementType.FLOAT64, classes, 2 * classes + 1, 1);
    FeatureMeter.Layout meterLayout = FeatureMeter.plan(plan, List.of(d), n, offsets, 1, ElementType.FLOAT32,
        MeterOptions.DEFAULT.withSpectrum(SpectrumMethod.NONE));
    arena = device.allocate(plan);
    features = arena.matrix(featureSlot);
    means = arena.matrix(meanSlot);
    centring = arena.matrix(centringSlot);
    centred = arena.matrix(centredSlot);
    packed = arena.matrix(packedSlot);
    meter = new FeatureMeter(device, arena, meterLayout);
    device.write(samples, features);
    device.write(centringMatrix(), centring);
    moments = device.record(this::queueMoments);
    geometry = device.record(() -> {
      queueMoments();
      device.gram(false, means, packed.columns(0, classes));
      device.gemm(Transpose.NO, Transpose.NO, Scalar.ONE, means, centring, Scalar.ZERO, centred);
      device.gram(false, centred, packed.columns(classes, 2 * classes));
    });
    Matrix directions = arena.matrix(directionSlot);
    Matrix projected = arena.matrix(projectedSlot);
    Matrix assigned = arena.matrix(assignedSlot);
    moments.replay();
    device.write(directionMatrix(classes), centring.columns(0, classes - 1));
    device.gemm(Transpose.NO, Transpose.NO, Scalar.ONE, means, centring.columns(0, classes - 1), Scalar.ZERO, directions);
    device.write(centringMatrix(), centring);
    projection = device.record(() -> device.projectedScatter(features, offsets, means, directions, projected));
    nearest = device.record(() -> device.nearestMean(features, means, assigned));
  }

  /** A direction is a class mean less that of the class after it. */
  private static double[] directionMatrix(int classes) {
    double[] matrix = new double[classes * (classes - 1)];
    for (int k = 0; k < classes - 1; k++) {
      matrix[k + k * classes] = 1;
      matrix[k + 1 + k * classes] = -1;
    }
    return matrix;
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

  /** Class means and scatter, left on the device. */
  void classMoments() {
    moments.replay();
    device.synchronize();
  }

  /** Within-class scatter along K - 1 directions. */
  void projectedScatter() {
    projection.replay();
    device.synchronize();
  }

  void nearestMean() {
    nearest.replay();
    device.synchronize();
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

  FeatureMetrics allMetrics() {
    meter.enqueue(List.of(features));
    return meter.read().get(0).get(0);
  }

  @Override
  public void close() {
    moments.close();
    geometry.close();
    projection.close();
    nearest.close();
    arena.close();
    device.close();
  }
}
