package dev.lamina.network;

import dev.lamina.device.Allocator;
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
import java.util.stream.IntStream;

/** {@link Initialization#BALANCED}: factors a random end-to-end matrix, whose singular values all layers share. */
final class BalancedInitializer {

  /** The target's random numbers; no layer has weights of its own here, so the first layer's stream is free. */
  private static final int STREAM = 1;

  /** The target, its decomposition, and room for the factors of one layer. */
  private record Target(Slot target, Slot tall, Slot tallLeft, Slot tallRight, Slot left, Slot values, Slot right,
      Slot layer) {

    static Target plan(MemoryPlan plan, Architecture architecture, int members) {
      int rank = rank(architecture);
      int longer = Math.max(architecture.inputs(), architecture.classes());
      return new Target(add(plan, "target", architecture.classes(), architecture.inputs(), members),
          add(plan, "tall target", longer, rank, members),
          add(plan, "left of the tall target", longer, rank, members),
          add(plan, "right of the tall target", rank, rank, members),
          add(plan, "left", architecture.classes(), rank, members),
          add(plan, "values", rank, 1, members),
          add(plan, "right", rank, architecture.inputs(), members),
          plan.addRoom(Purpose.WORKSPACE, "a layer", IntStream.rangeClosed(1, architecture.depth()).mapToLong(l -> {
            MemoryPlan layer = new MemoryPlan();
            Factors.plan(layer, architecture, l, members);
            return layer.bytes();
          }).max().orElseThrow()));
    }
  }

  /** What makes one layer; products that it does not need are null. */
  private record Factors(Slot diagonal, Slot afterRight, Slot afterLeft, MemberScale.Layout scale) {

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

  private final Device device;
  private final Allocator memory;
  private final Network network;

  BalancedInitializer(Device device, Allocator memory, Network network) {
    this.device = device;
    this.memory = memory;
    this.network = network;
  }

  /** Bytes that {@link #initialize} works in. */
  static long bytes(Architecture architecture, int members) {
    MemoryPlan plan = new MemoryPlan();
    Target.plan(plan, architecture, members);
    return plan.bytes();
  }

  private static int rank(Architecture architecture) {
    return Math.min(architecture.inputs(), architecture.classes());
  }

  /** A factor of the target's decomposition, {@code S = scale * S_1}, gets {@code scale^(1/L)} of the scale. */
  void initialize(long[] seeds, double[] scales) {
    Architecture architecture = network.architecture();
    int depth = architecture.depth();
    requireWide(architecture, rank(architecture));
    MemoryPlan plan = new MemoryPlan();
    Target slots = Target.plan(plan, architecture, network.members());
    try (Arena arena = memory.allocate(plan)) {
      Matrix target = arena.matrix(slots.target());
      Matrix tall = arena.matrix(slots.tall());
      Matrix tallLeft = arena.matrix(slots.tallLeft());
      Matrix tallRight = arena.matrix(slots.tallRight());
      Matrix left = arena.matrix(slots.left());
      Matrix values = arena.matrix(slots.values());
      Matrix right = arena.matrix(slots.right());
      Allocator room = layer -> arena.within(slots.layer(), layer);
      // Solvers want tall matrices; those that turn a wide one themselves do so in different ways.
      Transpose turn = architecture.inputs() > architecture.classes() ? Transpose.YES : Transpose.NO;
      device.randomNormal(seeds, STREAM, 1, target);
      device.copy(turn, target, tall);
      device.svd(tall, tallLeft, values, tallRight);
      device.copy(turn, turn == Transpose.YES ? tallRight : tallLeft, left);
      device.copy(turn, turn == Transpose.YES ? tallLeft : tallRight, right);
      double[] roots = Arrays.stream(scales).map(scale -> Math.pow(scale, 1.0 / depth)).toArray();
      for (int l = 1; l <= depth; l++) {
        initializeLayer(l, room, left, values, right, roots);
      }
      device.synchronize();
    }
  }

  /** {@code W_l = A_l diag(S^{1/L}) B_l}: A_L = U, B_1 = V^T, every other factor is left out. */
  private void initializeLayer(int layer, Allocator room, Matrix left, Matrix values, Matrix right, double[] roots) {
    Matrix weight = network.weight(layer);
    int depth = network.architecture().depth();
    MemoryPlan plan = new MemoryPlan();
    Factors factors = Factors.plan(plan, network.architecture(), layer, network.members());
    try (Arena arena = room.allocate(plan)) {
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
