package dev.lamina.network;

import dev.lamina.device.Allocator;
import dev.lamina.device.Arena;
import dev.lamina.device.Device;
import dev.lamina.device.ElementType;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Transpose;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Gives a network its first weights, on the device: random numbers, orthonormalisation and decompositions in float64,
 * then rounded to the network's type.
 *
 * <p>Member e takes its random numbers from its own seed, layer l from stream l of it and the layer's bias from stream
 * {@code -l}, so an ensemble starts with exactly the weights of its members run one by one.
 */
public final class Initializer {
  private final Device device;
  private final Allocator memory;
  private final Network network;

  /** One that allocates what it needs, and gives it back. */
  public Initializer(Device device, Network network) {
    this(device, device::allocate, network);
  }

  /** @param memory of {@link #bytes}, where it works */
  public Initializer(Device device, Allocator memory, Network network) {
    this.device = device;
    this.memory = memory;
    this.network = network;
  }

  /** Bytes that {@link #initialize(Initialization, long[], double[])} works in. */
  public static long bytes(Initialization kind, Architecture architecture, int members) {
    if (kind == Initialization.BALANCED) {
      return BalancedInitializer.bytes(architecture, members);
    }
    return IntStream.rangeClosed(1, architecture.depth()).mapToLong(l -> {
      MemoryPlan plan = new MemoryPlan();
      Scratch.plan(plan, kind, architecture.layer(l), members);
      return plan.bytes();
    }).max().orElseThrow();
  }

  /** Where the weights of a layer are made; the basis is null where the weight itself is enough. */
  private record Scratch(Slot weight, Slot basis, MemberScale.Layout scale) {

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

  /**
   * Sets weights and biases.
   *
   * @param seeds one of each member
   * @param scales one of each member, positive; what it means is the {@link Initialization}'s to say
   * @throws IllegalArgumentException if a number of members does not fit, a scale is not positive, or
   *     {@link Initialization#BALANCED} finds a layer too narrow
   */
  public void initialize(Initialization kind, long[] seeds, double[] scales) {
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
      new BalancedInitializer(device, memory, network).initialize(seeds, scales);
    }
    for (int l = 1; l <= network.architecture().depth(); l++) {
      if (kind != Initialization.BALANCED) {
        initializeWeight(kind, l, seeds, scales);
      }
      initializeBias(kind, l, seeds);
    }
  }

  /**
   * Sets the weights of all members from the host; biases become zero.
   *
   * @param weights {@code W_l} by layer, {@code d_l x d_{l-1}}
   * @throws IllegalArgumentException if a layer is missing, unknown or of another shape; the message names it
   */
  public void initialize(Map<Integer, HostMatrix> weights) {
    int depth = network.architecture().depth();
    for (int layer : weights.keySet()) {
      if (layer < 1 || layer > depth) {
        throw new IllegalArgumentException(
            "weights are given for layer " + layer + " of a network of layers 1 to " + depth);
      }
    }
    for (int l = 1; l <= depth; l++) {
      Matrix target = network.weight(l);
      HostMatrix weight = weights.get(l);
      if (weight == null) {
        throw new IllegalArgumentException("no weights are given for layer " + l + ", which needs " + target.rows()
            + " x " + target.columns());
      }
      if (weight.rows() != target.rows() || weight.columns() != target.columns()) {
        throw new IllegalArgumentException("layer " + l + " needs weights of " + target.rows() + " x "
            + target.columns() + " (outputs x inputs), but " + weight.name() + " is " + weight.rows() + " x "
            + weight.columns());
      }
    }
    for (int l = 1; l <= depth; l++) {
      for (int e = 0; e < network.members(); e++) {
        weights.get(l).write(device, network.weight(l).member(e));
      }
      if (network.bias(l) != null) {
        device.fill(network.bias(l), 0);
      }
    }
  }

  private void initializeWeight(Initialization kind, int layer, long[] seeds, double[] scales) {
    LayerSpec spec = network.architecture().layer(layer);
    MemoryPlan plan = new MemoryPlan();
    Scratch scratch = Scratch.plan(plan, kind, spec, network.members());
    try (Arena arena = memory.allocate(plan)) {
      Matrix weight = arena.matrix(scratch.weight());
      double root = Math.sqrt(spec.inputs());
      switch (kind) {
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
      if (kind.usesScale()) {
        new MemberScale(device, arena, scratch.scale(), scales).apply(weight);
      }
      device.copy(Transpose.NO, weight, network.weight(layer));
      device.synchronize();
    }
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

  private void initializeBias(Initialization kind, int layer, long[] seeds) {
    Matrix bias = network.bias(layer);
    if (bias == null) {
      return;
    }
    if (kind == Initialization.DEFAULT) {
      uniform(seeds, -layer, 1 / Math.sqrt(network.architecture().layer(layer).inputs()), bias);
    } else {
      device.fill(bias, 0);
    }
  }

  private void uniform(long[] seeds, int stream, double bound, Matrix target) {
    device.randomUniform(seeds, stream, -bound, bound, target);
  }
}
