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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** {@link Initialization#BALANCED}: factors a random end-to-end matrix, whose singular values all layers share. */
final class BalancedInitializer {

  /** The target's random numbers; no layer has weights of its own here, so the first layer's stream is free. */
  private static final int STREAM = 1;

  /**
   * The target and its decomposition.
   *
   * @param layers what makes each layer, one after the other in {@code room}
   */
  record Layout(Slot target, Slot tall, Slot tallLeft, Slot tallRight, Slot left, Slot values, Slot right,
      List<Factors> layers, Slot room) {
    Layout {
      layers = List.copyOf(layers);
    }
  }

  /** What makes one layer; products that it does not need are null. */
  record Factors(Slot diagonal, Slot afterRight, Slot afterLeft, MemberScale.Layout scale) {

    static Factors plan(MemoryPlan plan, Architecture architecture, int layer, int members) {
      LayerSpec spec = architecture.layer(layer);
      boolean first = layer == 1;
      boolean last = layer == architecture.depth();
      int rows = last ? rank(architecture) : spec.outputs();
      return new Factors(add(plan, "diagonal", rows, first ? rank(architecture) : spec.inputs(), members),
          first ? add(plan, "diagonal right", rows, spec.inputs(), members) : null,
          last ? add(plan, "left diagonal", spec.outputs(), spec.inputs(), members) : null,
          MemberScale.plan(plan, spec.outputs(), spec.inputs(), members));
    }
  }

  static Layout plan(MemoryPlan plan, Architecture architecture, int members) {
    int rank = rank(architecture);
    int longer = Math.max(architecture.inputs(), architecture.classes());
    List<MemoryPlan> parts = new ArrayList<>();
    List<Factors> layers = new ArrayList<>();
    for (int l = 1; l <= architecture.depth(); l++) {
      parts.add(new MemoryPlan());
      layers.add(Factors.plan(parts.get(l - 1), architecture, l, members));
    }
    return new Layout(add(plan, "target", architecture.classes(), architecture.inputs(), members),
        add(plan, "tall target", longer, rank, members),
        add(plan, "left of the tall target", longer, rank, members),
        add(plan, "right of the tall target", rank, rank, members),
        add(plan, "left", architecture.classes(), rank, members),
        add(plan, "values", rank, 1, members),
        add(plan, "right", rank, architecture.inputs(), members),
        layers, plan.addRoom(Purpose.WORKSPACE, "a layer", parts));
  }

  private final Device device;
  private final Arena arena;
  private final Layout layout;
  private final Network network;

  BalancedInitializer(Device device, Arena arena, Layout layout, Network network) {
    this.device = device;
    this.arena = arena;
    this.layout = layout;
    this.network = network;
  }

  private static int rank(Architecture architecture) {
    return Math.min(architecture.inputs(), architecture.classes());
  }

  /** A factor of the target's decomposition, {@code S = scale * S_1}, gets {@code scale^(1/L)} of the scale. */
  void initialize(long[] seeds, double[] scales) {
    Architecture architecture = network.architecture();
    int depth = architecture.depth();
    requireWide(architecture, rank(architecture));
    Matrix target = arena.matrix(layout.target());
    Matrix tall = arena.matrix(layout.tall());
    Matrix tallLeft = arena.matrix(layout.tallLeft());
    Matrix tallRight = arena.matrix(layout.tallRight());
    Matrix left = arena.matrix(layout.left());
    Matrix values = arena.matrix(layout.values());
    Matrix right = arena.matrix(layout.right());
    // Solvers want tall matrices; those that turn a wide one themselves do so in different ways.
    Transpose turn = architecture.inputs() > architecture.classes() ? Transpose.YES : Transpose.NO;
    device.randomNormal(seeds, STREAM, 1, target);
    device.copy(turn, target, tall);
    device.svd(tall, tallLeft, values, tallRight);
    device.copy(turn, turn == Transpose.YES ? tallRight : tallLeft, left);
    device.copy(turn, turn == Transpose.YES ? tallLeft : tallRight, right);
    double[] roots = Arrays.stream(scales).map(scale -> Math.pow(scale, 1.0 / depth)).toArray();
    for (int l = 1; l <= depth; l++) {
      initializeLayer(l, left, values, right, roots);
    }
    device.synchronize();
  }

  /** {@code W_l = A_l diag(S^{1/L}) B_l}: A_L = U, B_1 = V^T, every other factor is left out. */
  private void initializeLayer(int layer, Matrix left, Matrix values, Matrix right, double[] roots) {
    Matrix weight = network.weight(layer);
    int depth = network.architecture().depth();
    Factors factors = layout.layers().get(layer - 1);
    Arena arena = this.arena.within(layout.room());
    Matrix product = arena.matrix(factors.diagonal());
    device.diagonal(values, 1.0 / depth, 0, product);
    if (factors.afterRight() != null) {
      product = multiply(product, right, arena.matrix(factors.afterRight()));
    }
    if (factors.afterLeft() != null) {
      product = multiply(left, product, arena.matrix(factors.afterLeft()));
    }
    new MemberScale(device, arena, factors.scale(), roots).apply(product);
    device.copy(Transpose.NO, product, weight);
    device.synchronize();
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

  private static Slot add(MemoryPlan plan, String name, int rows, int columns, int members) {
    return plan.add(Purpose.WORKSPACE, name, ElementType.FLOAT64, rows, columns, members);
  }
}
