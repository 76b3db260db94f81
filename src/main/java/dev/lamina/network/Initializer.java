package dev.lamina.network;

import dev.lamina.device.Arena;
import dev.lamina.device.Device;
import dev.lamina.device.ElementType;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Transpose;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives a network its first weights, on the device: random numbers, orthonormalisation and decompositions in float64,
 * then rounded to the network's type.
 *
 * <p>Member e takes its random numbers from its own seed, layer l from stream l of it and the layer's bias from stream
 * {@code -l}, so an ensemble starts with exactly the weights of its members run one by one.
 */
public final class Initializer {
  private final Device device;
  private final Arena arena;
  private final Layout layout;
  private final Network network;

  /**
   * Where first weights are made.
   *
   * @param layers of a kind that makes them one after the other, in {@code room}; empty for balanced weights
   * @param room of all {@code layers}, and {@code balanced} that of balanced weights; the other one is null
   */
  public record Layout(Initialization kind, List<Scratch> layers, Slot room, BalancedInitializer.Layout balanced) {
    public Layout {
      layers = List.copyOf(layers);
    }
  }

  /** Where the weights of a layer are made; the basis is null where the weight itself is enough. */
  record Scratch(Slot weight, Slot basis, MemberScale.Layout scale) {

    static Scratch plan(MemoryPlan plan, Initialization kind, LayerSpec spec, int members) {
      int rows = spec.outputs();
      int columns = spec.inputs();
      return new Scratch(add(plan, "weight", rows, columns, members), basis(plan, kind, rows, columns, members),
          MemberScale.plan(plan, rows, columns, members));
    }

    private static Slot basis(MemoryPlan plan, Initialization kind, int rows, int columns, int members) {
      return switch (kind) {
        case IDENTITY -> add(plan, "ones", Math.min(rows, columns), 1, members);
        case ORTHOGONAL -> rows < columns ? add(plan, "basis", columns, rows, members) : null;
        case ORTHOGONAL_PADDED -> rows < columns ? add(plan, "basis", rows, rows, members) : null;
        default -> null;
      };
    }

    private static Slot add(MemoryPlan plan, String name, int rows, int columns, int members) {
      return plan.add(MemoryPlan.Purpose.WORKSPACE, name, ElementType.FLOAT64, rows, columns, members);
    }
  }

  /** Plans what the first weights of a network are made in. */
  public static Layout plan(MemoryPlan plan, Initialization kind, Architecture architecture, int members) {
    if (kind == Initialization.BALANCED) {
      return new Layout(kind, List.of(), null, BalancedInitializer.plan(plan, architecture, members));
    }
    List<MemoryPlan> parts = new ArrayList<>();
    List<Scratch> layers = new ArrayList<>();
    for (int l = 1; l <= architecture.depth(); l++) {
      parts.add(new MemoryPlan());
      layers.add(Scratch.plan(parts.get(l - 1), kind, architecture.layer(l), members));
    }
    return new Layout(kind, layers, plan.addRoom(MemoryPlan.Purpose.WORKSPACE, "a layer", parts), null);
  }

  /** @param arena of {@code layout}, which is of the network's architecture and members */
  public Initializer(Device device, Arena arena, Layout layout, Network network) {
    this.device = device;
    this.arena = arena;
    this.layout = layout;
    this.network = network;
  }

  /**
   * Sets weights and biases.
   *
   * @param seeds one of each member
   * @param scales one of each member, positive; what it means is the {@link Initialization}'s to say
   * @throws IllegalArgumentException if a number of members does not fit, a scale is not positive, or
   *     {@link Initialization#BALANCED} finds a layer too narrow
   */
  public void initialize(long[] seeds, double[] scales) {
    Initialization kind = layout.kind();
    int members = network.members();
    if (seeds.length != members || scales.length != members) {
      throw new IllegalArgumentException("a network of " + members + " members needs as many seeds and scales, not "
          + seeds.length + " and " + scales.length);
    }
    for (double scale : scales) {
      if (!(scale > 0) || Double.isInfinite(scale)) {
        throw new IllegalArgumentException("the scale of initial weights must be positive and finite, not " + scale);
      }
    }
    if (kind == Initialization.BALANCED) {
      new BalancedInitializer(device, arena, layout.balanced(), network).initialize(seeds, scales);
    }
    for (int l = 1; l <= network.architecture().depth(); l++) {
      if (kind != Initialization.BALANCED) {
        initializeWeight(l, seeds, scales);
      }
      initializeBias(l, seeds);
    }
  }

  private void initializeWeight(int layer, long[] seeds, double[] scales) {
    LayerSpec spec = network.architecture().layer(layer);
    Scratch scratch = layout.layers().get(layer - 1);
    Arena arena = this.arena.within(layout.room());
    Matrix weight = arena.matrix(scratch.weight());
    double root = Math.sqrt(spec.inputs());
    switch (layout.kind()) {
      case ORTHOGONAL, ORTHOGONAL_PADDED ->
          orthogonal(layer, seeds, scratch.basis() == null ? null : arena.matrix(scratch.basis()), weight);
      case IDENTITY -> {
        Matrix ones = arena.matrix(scratch.basis());
        device.fill(ones, 1);
        device.diagonal(ones, 1, 0, weight);
      }
      case GAUSSIAN -> device.randomNormal(seeds, layer, 1 / root, weight);
      case KAIMING -> device.randomNormal(seeds, layer, spec.activation().gain() / root, weight);
      case XAVIER -> uniform(seeds, layer, Math.sqrt(6.0 / ((double) spec.outputs() + spec.inputs())), weight);
      case UNIFORM, DEFAULT -> uniform(seeds, layer, 1 / root, weight);
      case BALANCED -> throw new IllegalStateException("balanced weights are not made layer by layer");
    }
    if (layout.kind().usesScale()) {
      new MemberScale(device, arena, scratch.scale(), scales).apply(weight);
    }
    device.copy(Transpose.NO, weight, network.weight(layer));
    device.synchronize();
  }

  /**
   * @param basis null where the columns of {@code weight} itself become orthonormal; square for the leading block of
   *     {@code weight}; else the transpose of {@code weight}
   */
  private void orthogonal(int layer, long[] seeds, Matrix basis, Matrix weight) {
    Matrix tall = basis == null ? weight : basis;
    device.randomNormal(seeds, layer, 1, tall);
    device.orthonormalize(tall);
    if (basis == null) {
      return;
    }
    if (basis.rows() == basis.columns()) {
      device.fill(weight, 0);
      device.copy(Transpose.NO, basis, weight.columns(0, basis.columns()));
    } else {
      device.copy(Transpose.YES, basis, weight);
    }
  }

  private void initializeBias(int layer, long[] seeds) {
    Matrix bias = network.bias(layer);
    if (bias == null) {
      return;
    }
    if (layout.kind() == Initialization.DEFAULT) {
      uniform(seeds, -layer, 1 / Math.sqrt(network.architecture().layer(layer).inputs()), bias);
    } else {
      device.fill(bias, 0);
    }
  }

  private void uniform(long[] seeds, int stream, double bound, Matrix target) {
    device.randomUniform(seeds, stream, -bound, bound, target);
  }
}
