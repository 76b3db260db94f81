package dev.lamina.network;

import dev.lamina.device.Arena;
import dev.lamina.device.Device;
import dev.lamina.device.ElementType;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.MemoryPlan.Purpose;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Scalar;
import dev.lamina.device.Transpose;
import java.util.Arrays;

/** {@link Initialization#BALANCED}: factors a random end-to-end matrix, whose singular values all layers share. */
final class BalancedInitializer {

  /** The target's random numbers; no layer has weights of its own here, so the first layer's stream is free. */
  private static final int STREAM = 1;

  private final Device device;
  private final Network network;

  BalancedInitializer(Device device, Network network) {
    this.device = device;
    this.network = network;
  }

  /** A factor of the target's decomposition, {@code S = scale * S_1}, gets {@code scale^(1/L)} of the scale. */
  void initialize(long[] seeds, double[] scales) {
    Architecture architecture = network.architecture();
    int depth = architecture.depth();
    int rank = Math.min(architecture.inputs(), architecture.classes());
    requireWide(architecture, rank);
    MemoryPlan plan = new MemoryPlan();
    int longer = Math.max(architecture.inputs(), architecture.classes());
    Slot target = scratch(plan, "target", architecture.classes(), architecture.inputs());
    Slot tall = scratch(plan, "tall target", longer, rank);
    Slot tallLeft = scratch(plan, "left of the tall target", longer, rank);
    Slot tallRight = scratch(plan, "right of the tall target", rank, rank);
    Slot left = scratch(plan, "left", architecture.classes(), rank);
    Slot values = scratch(plan, "values", rank, 1);
    Slot right = scratch(plan, "right", rank, architecture.inputs());
    try (Arena arena = device.allocate(plan)) {
      // Solvers want tall matrices; those that turn a wide one themselves do so in different ways.
      Transpose turn = architecture.inputs() > architecture.classes() ? Transpose.YES : Transpose.NO;
      device.randomNormal(seeds, STREAM, 1, arena.matrix(target));
      device.copy(turn, arena.matrix(target), arena.matrix(tall));
      device.svd(arena.matrix(tall), arena.matrix(tallLeft), arena.matrix(values), arena.matrix(tallRight));
      device.copy(turn, arena.matrix(turn == Transpose.YES ? tallRight : tallLeft), arena.matrix(left));
      device.copy(turn, arena.matrix(turn == Transpose.YES ? tallLeft : tallRight), arena.matrix(right));
      double[] roots = Arrays.stream(scales).map(scale -> Math.pow(scale, 1.0 / depth)).toArray();
      for (int l = 1; l <= depth; l++) {
        initializeLayer(l, arena.matrix(left), arena.matrix(values), arena.matrix(right), roots);
      }
      device.synchronize();
    }
  }

  /** {@code W_l = A_l diag(S^{1/L}) B_l}: A_L = U, B_1 = V^T, every other factor is left out. */
  private void initializeLayer(int layer, Matrix left, Matrix values, Matrix right, double[] roots) {
    Matrix weight = network.weight(layer);
    int depth = network.architecture().depth();
    int rank = values.rows();
    boolean first = layer == 1;
    boolean last = layer == depth;
    int rows = last ? rank : weight.rows();
    int columns = first ? rank : weight.columns();
    MemoryPlan plan = new MemoryPlan();
    Slot diagonalSlot = scratch(plan, "diagonal", rows, columns);
    Slot afterRight = first ? scratch(plan, "diagonal right", rows, weight.columns()) : null;
    Slot afterLeft = last ? scratch(plan, "left diagonal", weight.rows(), weight.columns()) : null;
    MemberScale.Layout scale = MemberScale.plan(plan, weight.rows(), weight.columns(), network.members());
    try (Arena arena = device.allocate(plan)) {
      Matrix product = arena.matrix(diagonalSlot);
      device.diagonal(values, 1.0 / depth, 0, product);
      if (first) {
        product = multiply(product, right, arena.matrix(afterRight));
      }
      if (last) {
        product = multiply(left, product, arena.matrix(afterLeft));
      }
      new MemberScale(device, arena, scale, roots).apply(product);
      device.copy(Transpose.NO, product, weight);
      device.synchronize();
    }
  }

  private Matrix multiply(Matrix a, Matrix b, Matrix target) {
    device.gemm(Transpose.NO, Transpose.NO, Scalar.ONE, a, b, Scalar.ZERO, target);
    return target;
  }

  private static void requireWide(Architecture architecture, int rank) {
    for (int l = 1; l < architecture.depth(); l++) {
      if (architecture.width(l) < rank) {
        throw new IllegalArgumentException("balanced weights need every layer at least as wide as the end-to-end matrix"
            + " has singular values, " + rank + "; layer " + l + " has width " + architecture.width(l));
      }
    }
  }

  private Slot scratch(MemoryPlan plan, String name, int rows, int columns) {
    return plan.add(Purpose.WORKSPACE, name, ElementType.FLOAT64, rows, columns, network.members());
  }
}
