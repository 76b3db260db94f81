package dev.lamina.bench;

import dev.lamina.device.Arena;
import dev.lamina.device.Device;
import dev.lamina.device.ElementType;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.MemoryPlan.Purpose;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Transpose;
import java.util.Arrays;

/** Singular values of float32 matrices, by the operations that the metrics use for either method. */
final class SpectrumSession implements Session {
  private final Device device;
  private final Arena arena;
  private final boolean direct;
  private final Matrix x;
  private final Matrix scratch;
  private final Matrix values;

  /**
   * @param rows at least as many as columns
   * @param members matrices at once
   * @param direct a direct decomposition of a float64 copy, instead of the eigenvalues of the float64 Gram matrix
   */
  SpectrumSession(Device device, int rows, int columns, int members, boolean direct) {
    this.device = device;
    this.direct = direct;
    MemoryPlan plan = new MemoryPlan();
    Slot source = plan.add(Purpose.DATA, "matrices", ElementType.FLOAT32, rows, columns, members);
    Slot destroyed = plan.add(Purpose.WORKSPACE, "scratch", ElementType.FLOAT64, direct ? rows : columns, columns,
        members);
    Slot results = plan.add(Purpose.METRICS, "values", ElementType.FLOAT64, columns, 1, members);
    arena = device.allocate(plan);
    x = arena.matrix(source);
    scratch = arena.matrix(destroyed);
    values = arena.matrix(results);
    RandomValues.fill(device, x, 1);
  }

  @Override
  public void run() {
    if (direct) {
      device.copy(Transpose.NO, x, scratch);
      device.singularValues(scratch, values);
    } else {
      device.gram(false, x, scratch);
      device.symmetricEigen(false, scratch, values);
    }
  }

  /** Float32, {@code rows x columns} of each member. */
  Matrix matrices() {
    return x;
  }

  /** Singular values of the last run, smallest first by the Gram matrix, else largest first; of all members. */
  double[] values() {
    double[] result = new double[(int) values.size()];
    device.read(values, result);
    // Rounding can make the least eigenvalues negative.
    return direct ? result : Arrays.stream(result).map(eigenvalue -> Math.sqrt(Math.max(0, eigenvalue))).toArray();
  }

  @Override
  public void close() {
    arena.close();
  }
}
