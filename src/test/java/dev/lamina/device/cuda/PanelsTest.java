package dev.lamina.device.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.lamina.device.Arena;
import dev.lamina.device.Device;
import dev.lamina.device.ElementType;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.MemoryPlan.Purpose;
import dev.lamina.device.MemoryPlan.Slot;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Features larger than the scratch memory give the same results as features that fit, whether an operation goes panel
 * by panel, through a few members at a time, or both.
 */
@EnabledIfSystemProperty(named = "lamina.require", matches = ".*cuda.*", disabledReason = "needs a CUDA device")
class PanelsTest {
  private static final int ROWS = 37;
  private static final int SAMPLES = 103;
  private static final int CLASSES = 5;
  private static final int MEMBERS = 7;
  private static final int[] OFFSETS = {0, 1, 20, 50, 51, SAMPLES};

  /** A panel of 16 columns at a time; panels of about half the samples; all samples of three members. */
  private static final long[] SMALL = {1, 20_000, 120_000};

  @Test
  void smallPanelsGiveTheSame() {
    double[][] expected = results(Panels.BYTES);
    for (long bytes : SMALL) {
      double[][] found = results(bytes);
      for (int i = 0; i < expected.length; i++) {
        assertArrayEquals(expected[i], found[i], 1e-11, "result " + i + " with " + bytes + " bytes");
      }
    }
  }

  private static double[][] results(long panelBytes) {
    SplittableRandom random = new SplittableRandom(23);
    MemoryPlan plan = new MemoryPlan();
    Slot x = plan.add(Purpose.DATA, "x", ElementType.FLOAT32, ROWS, SAMPLES, MEMBERS);
    Slot means = plan.add(Purpose.DATA, "means", ElementType.FLOAT64, ROWS, CLASSES, MEMBERS);
    Slot inner = plan.add(Purpose.METRICS, "x^T x", ElementType.FLOAT64, SAMPLES, SAMPLES, MEMBERS);
    Slot outer = plan.add(Purpose.METRICS, "x x^T", ElementType.FLOAT64, ROWS, ROWS, MEMBERS);
    Slot centredInner = plan.add(Purpose.METRICS, "x^T x about an origin", ElementType.FLOAT64, SAMPLES, SAMPLES,
        MEMBERS);
    Slot centredOuter = plan.add(Purpose.METRICS, "x x^T about an origin", ElementType.FLOAT64, ROWS, ROWS, MEMBERS);
    Slot projected = plan.add(Purpose.METRICS, "projected", ElementType.FLOAT64, CLASSES, SAMPLES, MEMBERS);
    Slot scatter = plan.add(Purpose.METRICS, "scatter", ElementType.FLOAT64, CLASSES, CLASSES, MEMBERS);
    Slot neighbours = plan.add(Purpose.METRICS, "neighbours", ElementType.FLOAT64, 2, SAMPLES, MEMBERS);
    Slot indices = plan.add(Purpose.METRICS, "indices", ElementType.INT32, 2, SAMPLES, MEMBERS);
    Slot assigned = plan.add(Purpose.METRICS, "assigned", ElementType.INT32, 1, SAMPLES, MEMBERS);
    try (Device device = new CudaDevice(0, false, new Variant(panelBytes, Variant.NO_RESIDENTS, 1, 2, true));
        Arena arena = device.allocate(plan)) {
      Matrix features = arena.matrix(x);
      Matrix classMeans = arena.matrix(means);
      device.write(random.doubles(features.stored(), -1, 1).toArray(), features);
      device.write(random.doubles(classMeans.stored(), -1, 1).toArray(), classMeans);
      device.gram(false, features, arena.matrix(inner));
      device.gram(true, features, arena.matrix(outer));
      Matrix origin = classMeans.columns(1, 2);
      device.gram(false, features, origin, arena.matrix(centredInner));
      device.gram(true, features, origin, arena.matrix(centredOuter));
      device.project(features, origin, classMeans, arena.matrix(projected));
      device.projectedScatter(features, OFFSETS, classMeans, classMeans, arena.matrix(scatter));
      device.fill(arena.matrix(neighbours), Double.POSITIVE_INFINITY);
      device.fill(arena.matrix(indices), -1);
      device.neighbours(features, features, 0, 0, arena.matrix(neighbours), arena.matrix(indices));
      device.nearestMean(features, classMeans, arena.matrix(assigned));
      int[] labels = new int[SAMPLES * MEMBERS];
      device.read(arena.matrix(assigned), labels);
      return new double[][] {read(device, arena.matrix(inner)), read(device, arena.matrix(outer)),
          read(device, arena.matrix(centredInner)), read(device, arena.matrix(centredOuter)),
          read(device, arena.matrix(projected)), read(device, arena.matrix(scatter)),
          read(device, arena.matrix(neighbours)), Arrays.stream(labels).asDoubleStream().toArray()};
    }
  }

  private static double[] read(Device device, Matrix matrix) {
    double[] values = new double[(int) matrix.stored()];
    device.read(matrix, values);
    return values;
  }
}
