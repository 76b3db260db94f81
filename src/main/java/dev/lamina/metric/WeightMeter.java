package dev.lamina.metric;

import dev.lamina.device.Arena;
import dev.lamina.device.Device;
import dev.lamina.device.ElementType;
import dev.lamina.device.HostArray;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.MemoryPlan.Purpose;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Scalar;
import dev.lamina.device.Transpose;
import dev.lamina.metric.PackedResults.Block;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Measures the weight matrices {@code W_1 .. W_L} of a network, for all members at once, in the phases of
 * {@link FeatureMeter}. Products are of float64 copies, in a workspace that the layers share, and over powers of two,
 * so that no square overflows or underflows.
 */
public final class WeightMeter {

  /**
   * Where the results of one matrix lie. Squared norms are 1 x 1; {@code balance} is empty for the last. The matrix was
   * measured over the power of two of its magnitude, and its balance over that of {@code pair}, the larger magnitude of
   * it and the next.
   */
  record Blocks(int rows, int columns, SpectrumMethod method, Block magnitude, Block pair, Block square, Block spectrum,
      Block balance) {}

  /** What {@link #plan} put into a memory plan. */
  public static final class Layout {
    private final int members;
    private final ElementType type;
    private final WeightOptions options;
    private final List<Blocks> layers = new ArrayList<>();
    private final Block product;
    private final Block residual;
    private final Block targetGram;
    private final int length;
    private final Slot results;
    private final Slot copy;
    private final Slot scratch;
    private final Slot balance;
    private final Slot left;
    private final Slot right;
    private final MinNormTarget.Layout target;

    private Layout(MemoryPlan plan, int[] widths, int samples, int members, int dataMembers, ElementType type,
        WeightOptions options) {
      this.members = members;
      this.type = type;
      this.options = options;
      int last = widths.length - 1;
      PackedResults packed = new PackedResults();
      // Side by side, so that two of them are a matrix, which has a magnitude in turn.
      Block magnitudes = packed.add(last, 1);
      int largest = 0;
      int scratchSize = 0;
      int widest = 0;
      for (int l = 1; l <= last; l++) {
        int side = Math.min(widths[l], widths[l - 1]);
        SpectrumMethod method = options.spectrum().resolve(type, widths[l], widths[l - 1]);
        int size = HostArray.length((long) widths[l] * widths[l - 1], 1,
            "the weights of layer " + l + ", " + widths[l] + " x " + widths[l - 1] + ",");
        largest = Math.max(largest, size);
        scratchSize = Math.max(scratchSize, method == SpectrumMethod.GRAM ? side * side : 0);
        widest = Math.max(widest, l < last ? widths[l] : 0);
        int values = method == SpectrumMethod.NONE ? 0 : side;
        Block magnitude = new Block(magnitudes.start() + l - 1, 1, 1);
        layers.add(new Blocks(widths[l], widths[l - 1], method, magnitude, packed.add(l < last ? 1 : 0, 1),
            packed.scalar(), packed.add(values, 1), packed.add(l < last ? 1 : 0, 1)));
      }
      int end = options.endToEnd() ? 1 : 0;
      int min = options.minNorm() ? 1 : 0;
      int outputs = widths[last];
      int inner = Arrays.stream(widths).limit(last).max().orElseThrow();
      product = packed.add(end * Math.min(outputs, widths[0]), 1);
      residual = packed.add(min, min);
      targetGram = packed.add(min * outputs, min * outputs);
      length = packed.length(members, "metrics of the weights of " + last + " layers with " + outputs + " classes, of "
          + members + (members == 1 ? " network," : " networks,"));
      Workspace add = (name, rows, columns) ->
          plan.add(Purpose.WORKSPACE, "weight metrics: " + name, ElementType.FLOAT64, rows, columns, members);
      copy = add.slot("float64 copy", largest, 1);
      scratch = add.slot("decomposition", scratchSize, 1);
      balance = add.slot("balance", widest, widest);
      left = add.slot("product", end * outputs, inner);
      right = add.slot("next product", end * outputs, inner);
      target = options.minNorm() ? MinNormTarget.plan(plan, widths[0], samples, outputs, dataMembers) : null;
      results = plan.add(Purpose.METRICS, "weight metrics", ElementType.FLOAT64, length, 1, members);
    }
  }

  private interface Workspace {
    Slot slot(String name, int rows, int columns);
  }

  private final Device device;
  private final Layout layout;
  private final Matrix results;
  private final Matrix copy;
  private final Matrix scratch;
  private final Matrix balance;
  private final Matrix left;
  private final Matrix right;
  private final MinNormTarget target;
  private boolean hasTarget;

  /**
   * Adds what measuring needs to a run's memory plan.
   *
   * @param widths {@code d_0 .. d_L}: {@code W_l} is {@code d_l x d_{l-1}}
   * @param samples N, columns of the data; read only for the minimum-norm residual
   * @param members networks measured at once
   * @param dataMembers members of the data: 1, or {@code members} where each has its own
   * @param type of the weights
   */
  public static Layout plan(MemoryPlan plan, List<Integer> widths, int samples, int members, int dataMembers,
      ElementType type, WeightOptions options) {
    if (widths.size() < 2 || widths.stream().anyMatch(width -> width < 1)) {
      throw new IllegalArgumentException("weights need at least two widths, each at least 1, not " + widths);
    }
    if (!type.isFloating() || (dataMembers != 1 && dataMembers != members)) {
      throw new IllegalArgumentException("weights are floating, and data are of 1 or all " + members
          + " members; not " + type + " and " + dataMembers);
    }
    int[] d = widths.stream().mapToInt(Integer::intValue).toArray();
    return new Layout(plan, d, samples, members, dataMembers, type, options);
  }

  /**
   * Takes the planned memory.
   *
   * @param arena of the plan that {@code layout} was planned in
   */
  public WeightMeter(Device device, Arena arena, Layout layout) {
    this.device = device;
    this.layout = layout;
    results = arena.matrix(layout.results);
    copy = arena.matrix(layout.copy);
    scratch = arena.matrix(layout.scratch);
    balance = arena.matrix(layout.balance);
    left = arena.matrix(layout.left);
    right = arena.matrix(layout.right);
    target = layout.target == null ? null : new MinNormTarget(device, arena, layout.target);
  }

  /**
   * Solves for {@code Y X^+}, once for all measurements; before the first if the residual is asked for.
   *
   * @param x {@code d_0 x N}
   * @param labels of its samples, in any order
   */
  public void solve(Matrix x, int[] labels) {
    if (target == null) {
      throw new IllegalStateException("the minimum-norm residual was not planned for; ask for it in the options");
    }
    target.compute(x, labels);
    device.gram(true, target.solution(), layout.targetGram.in(results, layout.members));
    hasTarget = true;
  }

  /**
   * Queues the measurement; nothing is allocated, transferred or waited for.
   *
   * @param weights {@code W_1 .. W_L} of the planned shapes, type and members
   */
  public void enqueue(List<Matrix> weights) {
    parts(weights).forEach(Runnable::run);
  }

  /**
   * The same in parts that can each be queued by itself, so that measuring can end between two of them: one for each
   * matrix, in order, and one for their product.
   *
   * @return to be run in this order
   */
  public List<Runnable> parts(List<Matrix> weights) {
    if (weights.size() != layout.layers.size()) {
      throw new IllegalArgumentException(weights.size() + " weights where " + layout.layers.size() + " were planned");
    }
    if (target != null && !hasTarget) {
      throw new IllegalStateException("the minimum-norm residual needs solve(x, labels) first");
    }
    List<Runnable> parts = new ArrayList<>();
    for (int l = 0; l < weights.size(); l++) {
      int layer = l;
      requireShape(weights.get(l), layout.layers.get(l));
      parts.add(() -> {
        if (layer == 0) {
          magnitudes(weights);
        }
        measure(layer, weights);
      });
    }
    if (layout.options.endToEnd()) {
      parts.add(() -> measureProduct(weights));
    }
    return parts;
  }

  /**
   * Waits for the last queued measurement and reads it in one transfer.
   *
   * @return one for each member
   */
  public List<NetworkWeights> read() {
    return read(Integer.MAX_VALUE);
  }

  /** The same after only the first of {@link #parts}: what is of others is NaN. */
  public List<NetworkWeights> read(int parts) {
    double[] all = new double[Math.toIntExact(results.stored())];
    if (parts > 0) {
      device.read(results, all);
    }
    WeightResults arithmetic = new WeightResults(layout.options, layout.type);
    List<NetworkWeights> members = new ArrayList<>();
    for (int e = 0; e < layout.members; e++) {
      double[] column = PackedResults.member(all, e, layout.length);
      for (int l = parts; l < layout.layers.size(); l++) {
        Blocks blocks = layout.layers.get(l);
        undefine(column, blocks.square(), blocks.spectrum(), blocks.balance());
      }
      if (parts <= layout.layers.size()) {
        undefine(column, layout.product, layout.residual);
      }
      members.add(arithmetic.metrics(layout.layers, layout.product, layout.residual, layout.targetGram, column));
    }
    return List.copyOf(members);
  }

  private static void undefine(double[] column, Block... blocks) {
    for (Block block : blocks) {
      Arrays.fill(column, block.start(), block.start() + block.size(), Double.NaN);
    }
  }

  /** Of all matrices: a balance is over the larger of two. */
  private void magnitudes(List<Matrix> weights) {
    for (int l = 0; l < weights.size(); l++) {
      device.magnitude(weights.get(l), layout.layers.get(l).magnitude().in(results, layout.members));
    }
  }

  private void measure(int l, List<Matrix> weights) {
    int e = layout.members;
    Blocks blocks = layout.layers.get(l);
    if (l + 1 < weights.size()) {
      measureBalance(blocks, weights.get(l), weights.get(l + 1));
    }
    Matrix w = scaled(weights.get(l), blocks.magnitude());
    device.sumOfSquares(w, blocks.square().in(results, e));
    if (blocks.method() == SpectrumMethod.GRAM) {
      int side = Math.min(w.rows(), w.columns());
      Matrix gram = PackedResults.view(scratch, side, side, e);
      device.gram(w.columns() > w.rows(), w, gram);
      device.symmetricEigen(false, gram, blocks.spectrum().in(results, e));
    } else if (blocks.method() == SpectrumMethod.SVD) {
      // Nothing is left of the copy.
      device.singularValues(w, blocks.spectrum().in(results, e));
    }
  }

  private void measureBalance(Blocks blocks, Matrix w, Matrix next) {
    int e = layout.members;
    Matrix pair = blocks.pair().in(results, e);
    device.magnitude(new Block(blocks.magnitude().start(), 2, 1).in(results, e), pair);
    Matrix difference = PackedResults.view(balance, w.rows(), w.rows(), e);
    device.gram(true, scaled(w, blocks.pair()), difference);
    Matrix wideNext = scaled(next, blocks.pair());
    device.gemm(Transpose.YES, Transpose.NO, Scalar.ONE, wideNext, wideNext, Scalar.of(-1), difference);
    device.sumOfSquares(difference, blocks.balance().in(results, e));
  }

  /** The product from the left, so that every factor has only K rows. */
  private void measureProduct(List<Matrix> weights) {
    int e = layout.members;
    int outputs = weights.get(weights.size() - 1).rows();
    Matrix product = wide(weights.get(weights.size() - 1), left);
    Matrix spare = right;
    for (int l = weights.size() - 2; l >= 0; l--) {
      Matrix w = wide(weights.get(l), copy);
      Matrix next = PackedResults.view(spare, outputs, w.columns(), e);
      device.gemm(Transpose.NO, Transpose.NO, Scalar.ONE, product, w, Scalar.ZERO, next);
      spare = spare == right ? left : right;
      product = next;
    }
    if (target != null) {
      Matrix difference = PackedResults.view(spare, outputs, product.columns(), e);
      device.copy(Transpose.NO, target.solution(), difference);
      // A matrix seen as one column is its own sum of columns, which makes this a scaled difference.
      int size = Math.toIntExact(product.size());
      device.sumColumns(Scalar.of(layout.options.outputScale()), product.reshape(size, 1), Scalar.of(-1),
          difference.reshape(size, 1));
      device.sumOfSquares(difference, layout.residual.in(results, e));
    }
    device.singularValues(product, layout.product.in(results, e));
  }

  /** A float64 copy over the power of two of a magnitude, in the one place for it. */
  private Matrix scaled(Matrix w, Block magnitude) {
    Matrix scaled = PackedResults.view(copy, w.rows(), w.columns(), layout.members);
    device.normalize(w, magnitude.in(results, layout.members), scaled);
    return scaled;
  }

  private Matrix wide(Matrix w, Matrix workspace) {
    Matrix wide = PackedResults.view(workspace, w.rows(), w.columns(), layout.members);
    device.copy(Transpose.NO, w, wide);
    return wide;
  }

  private void requireShape(Matrix w, Blocks planned) {
    if (w.rows() != planned.rows() || w.columns() != planned.columns() || w.type() != layout.type
        || (w.members() != layout.members && w.members() != 1)) {
      throw new IllegalArgumentException("planned a weight of " + planned.rows() + " x " + planned.columns() + " "
          + layout.type + " of " + layout.members + " members, got " + w.shape());
    }
  }
}
