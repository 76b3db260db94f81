package dev.lamina.metric;

import dev.lamina.device.Device;
import dev.lamina.device.ElementType;
import dev.lamina.device.HostArray;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.MemoryPlan.Purpose;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Place;
import dev.lamina.device.Scalar;
import dev.lamina.device.Stacks;
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

  /**
   * What {@link #plan} put into a memory plan.
   *
   * @param layers where the results of each matrix lie in {@code results}, a packed column of each member
   * @param copy float64 copy of a matrix
   * @param scratch Gram matrix of one
   * @param balance difference of two Gram matrices
   */
  public record Layout(ElementType type, WeightOptions options, List<Blocks> layers, Slot results, Slot copy,
      Slot scratch, Slot balance, ProductMeter.Layout product) {
    public Layout {
      layers = List.copyOf(layers);
    }
  }

  private final Place place;
  private final Layout layout;
  private final ProductMeter product;

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
    return plan(new Stacks(plan, ElementType.FLOAT64, members), d, samples, dataMembers, type, options);
  }

  private static Layout plan(Stacks stacks, int[] widths, int samples, int dataMembers, ElementType type,
      WeightOptions options) {
    int last = widths.length - 1;
    PackedResults packed = new PackedResults();
    List<Blocks> layers = blocks(packed, widths, type, options);
    int largest = 0;
    int scratch = 0;
    int widest = 0;
    for (int l = 1; l <= last; l++) {
      int side = Math.min(widths[l], widths[l - 1]);
      int size = HostArray.length((long) widths[l] * widths[l - 1], 1,
          "the weights of layer " + l + ", " + widths[l] + " x " + widths[l - 1] + ",");
      largest = Math.max(largest, size);
      scratch = Math.max(scratch, layers.get(l - 1).method() == SpectrumMethod.GRAM ? side * side : 0);
      widest = Math.max(widest, l < last ? widths[l] : 0);
    }
    Slot copy = stacks.add(Purpose.WORKSPACE, "weight metrics: float64 copy", largest, 1);
    Slot gram = stacks.add(Purpose.WORKSPACE, "weight metrics: decomposition", scratch, 1);
    Slot balance = stacks.add(Purpose.WORKSPACE, "weight metrics: balance", widest, widest);
    ProductMeter.Layout product =
        ProductMeter.plan(stacks, packed, widths, samples, dataMembers, copy, options);
    Slot results = packed.plan(stacks, "weight metrics",
        "metrics of the weights of " + last + " layers with " + widths[last] + " classes");
    return new Layout(type, options, layers, results, copy, gram, balance, product);
  }

  private static List<Blocks> blocks(PackedResults packed, int[] widths, ElementType type, WeightOptions options) {
    int last = widths.length - 1;
    // Side by side, so that two of them are a matrix, which has a magnitude in turn.
    Block magnitudes = packed.add(last, 1);
    List<Blocks> layers = new ArrayList<>();
    for (int l = 1; l <= last; l++) {
      SpectrumMethod method = options.spectrum().resolve(type, widths[l], widths[l - 1]);
      int values = method == SpectrumMethod.NONE ? 0 : Math.min(widths[l], widths[l - 1]);
      int hasNext = l < last ? 1 : 0;
      layers.add(new Blocks(widths[l], widths[l - 1], method, new Block(magnitudes.start() + l - 1, 1, 1),
          packed.add(hasNext, 1), packed.scalar(), packed.add(values, 1), packed.add(hasNext, 1)));
    }
    return layers;
  }

  /**
   * Takes the planned memory.
   *
   * @param place where the plan of {@code layout} was allocated
   */
  public WeightMeter(Place place, Layout layout) {
    this.place = place;
    this.layout = layout;
    product = new ProductMeter(place, layout.product, layout.options.outputScale(), results());
  }

  private Matrix results() {
    return place.matrix(layout.results);
  }

  /**
   * Solves for {@code Y X^+}, once for all measurements; before the first if the residual is asked for.
   *
   * @param x {@code d_0 x N}
   * @param labels of its samples, in any order
   */
  public void solve(Matrix x, int[] labels) {
    product.solve(x, labels);
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
    if (product.lacksTarget()) {
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
      parts.add(() -> product.enqueue(weights));
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
    WeightResults arithmetic = new WeightResults(layout.options, layout.type);
    ProductMeter.Layout ends = layout.product;
    List<NetworkWeights> members = new ArrayList<>();
    for (double[] column : PackedResults.read(place, layout.results, parts > 0)) {
      for (int l = parts; l < layout.layers.size(); l++) {
        Blocks blocks = layout.layers.get(l);
        undefine(column, blocks.square(), blocks.spectrum(), blocks.balance());
      }
      if (parts <= layout.layers.size()) {
        undefine(column, ends.values(), ends.residual());
      }
      members.add(arithmetic.metrics(layout.layers, ends.values(), ends.residual(), ends.targetGram(), column));
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
      place.device().magnitude(weights.get(l), result(layout.layers.get(l).magnitude()));
    }
  }

  private void measure(int l, List<Matrix> weights) {
    Device device = place.device();
    Blocks blocks = layout.layers.get(l);
    if (l + 1 < weights.size()) {
      measureBalance(blocks, weights.get(l), weights.get(l + 1));
    }
    Matrix w = scaled(weights.get(l), blocks.magnitude());
    device.sumOfSquares(w, result(blocks.square()));
    if (blocks.method() == SpectrumMethod.GRAM) {
      int side = Math.min(w.rows(), w.columns());
      Matrix gram = place.matrix(layout.scratch, side, side, w.members());
      device.gram(w.columns() > w.rows(), w, gram);
      device.symmetricEigen(false, gram, result(blocks.spectrum()));
    } else if (blocks.method() == SpectrumMethod.SVD) {
      // Nothing is left of the copy.
      device.singularValues(w, result(blocks.spectrum()));
    }
  }

  private void measureBalance(Blocks blocks, Matrix w, Matrix next) {
    Device device = place.device();
    device.magnitude(result(new Block(blocks.magnitude().start(), 2, 1)), result(blocks.pair()));
    Matrix difference = place.matrix(layout.balance, w.rows(), w.rows(), layout.results.members());
    device.gram(true, scaled(w, blocks.pair()), difference);
    Matrix wideNext = scaled(next, blocks.pair());
    device.gemm(Transpose.YES, Transpose.NO, Scalar.ONE, wideNext, wideNext, Scalar.of(-1), difference);
    device.sumOfSquares(difference, result(blocks.balance()));
  }

  /** A float64 copy over the power of two of a magnitude, in the one place for it. */
  private Matrix scaled(Matrix w, Block magnitude) {
    Matrix scaled = place.matrix(layout.copy, w.rows(), w.columns(), layout.results.members());
    place.device().normalize(w, result(magnitude), scaled);
    return scaled;
  }

  private Matrix result(Block block) {
    return block.in(results(), layout.results.members());
  }

  private void requireShape(Matrix w, Blocks planned) {
    if (w.rows() != planned.rows() || w.columns() != planned.columns() || w.type() != layout.type
        || (w.members() != layout.results.members() && w.members() != 1)) {
      throw new IllegalArgumentException("planned a weight of " + planned.rows() + " x " + planned.columns() + " "
          + layout.type + " of " + layout.results.members() + " members, got " + w.shape());
    }
  }
}
