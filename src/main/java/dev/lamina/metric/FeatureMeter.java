package dev.lamina.metric;

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
import java.util.Collections;
import java.util.List;

/**
 * Measures the features of all layers of a network, for all members at once: {@link #plan} with the rest of the run,
 * construct, {@link #enqueue} as often as wanted (also into a recorded {@link dev.lamina.device.Plan}), {@link #read}.
 *
 * <p>No d x d matrix is made for a trace: everything about classes comes from the class means and the K x K matrices of
 * their inner products and distances (docs/design.md, "Metrics"). The workspace is reused from layer to layer.
 */
public final class FeatureMeter {

  /** What {@link #plan} put into a memory plan. */
  public static final class Layout {
    private final int[] offsets;
    private final int members;
    private final MeterOptions options;
    private final List<FeatureBlocks> layers = new ArrayList<>();
    private final int length;
    private final Slot results;
    private final Slot centring;
    private final Slot shares;
    private final Slot ones;
    private final Slot labels;
    private final Slot scaled;
    private final Slot means;
    private final Slot centred;
    private final Slot mean;
    private final Slot directions;
    private final Slot assigned;
    private final Slot predicted;
    private final Slot duality;
    private final SpectrumMeter.Layout spectrum;
    private final LayerSimilarity.Layout similarity;

    private Layout(MemoryPlan plan, List<Integer> dimensions, int[] offsets, int members,
        List<ElementType> types, MeterOptions options) {
      this.offsets = offsets;
      this.members = members;
      this.options = options;
      int classes = offsets.length - 1;
      int samples = offsets[classes];
      int largest = dimensions.stream().mapToInt(Integer::intValue).max().orElseThrow();
      PackedResults packed = new PackedResults();
      for (int l = 0; l < dimensions.size(); l++) {
        boolean last = l == dimensions.size() - 1;
        layers.add(FeatureBlocks.add(packed, dimensions.get(l), classes, samples, types.get(l), options, last));
      }
      int widest = layers.stream().filter(FeatureBlocks::isNormalized).mapToInt(FeatureBlocks::dimension).max()
          .orElse(0);
      Workspace add = (name, rows, columns) ->
          plan.add(Purpose.WORKSPACE, "feature metrics: " + name, ElementType.FLOAT64, rows, columns, members);
      scaled = add.slot("features over a power of two", widest, samples);
      means = add.slot("class means", largest, classes);
      centred = add.slot("centred class means", largest, classes);
      mean = add.slot("sample mean", largest, 1);
      directions = add.slot("directions between classes", largest, classes - 1);
      int compared = options.classifier() ? Math.multiplyExact(dimensions.get(dimensions.size() - 1), classes) : 0;
      duality = add.slot("classifier beside class means", compared, 2);
      assigned = plan.add(Purpose.WORKSPACE, "nearest class", ElementType.INT32, 1, samples, members);
      predicted = plan.add(Purpose.WORKSPACE, "predicted class", ElementType.INT32, 1,
          options.classifier() ? samples : 0, members);
      centring = plan.add(Purpose.METRICS, "centring of class means", ElementType.FLOAT64, classes - 1, classes, 1);
      shares = plan.add(Purpose.METRICS, "shares of classes", ElementType.FLOAT64, classes - 1, 1, 1);
      ones = plan.add(Purpose.METRICS, "a one for each class", ElementType.FLOAT64, classes - 1, 1, 1);
      labels = plan.add(Purpose.METRICS, "classes of samples", ElementType.INT32, 1, samples, 1);
      spectrum = SpectrumMeter.plan(plan, layers, samples, members);
      similarity = options.similarity() ? LayerSimilarity.plan(plan, packed, dimensions, samples, members) : null;
      length = packed.length(members, "metrics of " + dimensions.size() + " layers with " + classes + " classes and "
          + samples + " samples, of " + members + (members == 1 ? " network," : " networks,"));
      results = plan.add(Purpose.METRICS, "feature metrics", ElementType.FLOAT64, length, 1, members);
    }
  }

  private interface Workspace {
    Slot slot(String name, int rows, int columns);
  }

  private final Device device;
  private final Layout layout;
  private final Matrix results;
  private final Matrix centring;
  private final Matrix shares;
  private final Matrix ones;
  private final Matrix labels;
  private final Matrix scaled;
  private final Matrix means;
  private final Matrix centred;
  private final Matrix mean;
  private final Matrix directions;
  private final Matrix assigned;
  private final Matrix predicted;
  private final Matrix duality;
  private final SpectrumMeter spectrum;
  private final LayerSimilarity similarity;
  /** How many members' results each layer wrote: 1 where all share the features. */
  private final int[] written;

  /**
   * Adds what measuring needs to a run's memory plan.
   *
   * @param dimensions d of each layer, in order
   * @param samples N
   * @param offsets K + 1 increasing numbers from 0 to N: samples are ordered by class
   * @param members networks measured at once
   * @param types of the features of each layer
   * @throws IllegalArgumentException if there is no layer, a class is empty, or the numbers do not fit
   */
  public static Layout plan(MemoryPlan plan, List<Integer> dimensions, int samples, int[] offsets, int members,
      List<ElementType> types, MeterOptions options) {
    requireOffsets(offsets, samples);
    if (dimensions.isEmpty() || dimensions.stream().anyMatch(d -> d < 1)) {
      throw new IllegalArgumentException("features need at least one layer and one dimension, not " + dimensions);
    }
    if (types.size() != dimensions.size() || !types.stream().allMatch(ElementType::isFloating)) {
      throw new IllegalArgumentException(
          "features are floating, with a type for each of " + dimensions.size() + " layers, not " + types);
    }
    // Without two neighbours there is no estimate, as where too few samples have no duplicate.
    MeterOptions possible = samples < 3 ? options.withoutIntrinsicDimension() : options;
    return new Layout(plan, List.copyOf(dimensions), offsets.clone(), members, List.copyOf(types), possible);
  }

  /** {@link #plan(MemoryPlan, List, int, int[], int, List, MeterOptions)} of layers that all have one type. */
  public static Layout plan(MemoryPlan plan, List<Integer> dimensions, int samples, int[] offsets, int members,
      ElementType type, MeterOptions options) {
    return plan(plan, dimensions, samples, offsets, members, Collections.nCopies(dimensions.size(), type), options);
  }

  /**
   * Takes the planned memory and writes the constants there.
   *
   * @param arena of the plan that {@code layout} was planned in
   */
  public FeatureMeter(Device device, Arena arena, Layout layout) {
    this.device = device;
    this.layout = layout;
    results = arena.matrix(layout.results);
    centring = arena.matrix(layout.centring);
    shares = arena.matrix(layout.shares);
    ones = arena.matrix(layout.ones);
    labels = arena.matrix(layout.labels);
    scaled = arena.matrix(layout.scaled);
    means = arena.matrix(layout.means);
    centred = arena.matrix(layout.centred);
    mean = arena.matrix(layout.mean);
    directions = arena.matrix(layout.directions);
    assigned = arena.matrix(layout.assigned);
    predicted = arena.matrix(layout.predicted);
    duality = arena.matrix(layout.duality);
    spectrum = new SpectrumMeter(device, arena, layout.spectrum);
    similarity = layout.similarity == null ? null : new LayerSimilarity(device, arena, layout.similarity, results);
    written = new int[layout.layers.size()];
    device.write(ClassConstants.centring(layout.offsets), centring);
    device.write(ClassConstants.laterShares(layout.offsets), shares);
    device.fill(ones, 1);
    device.write(ClassConstants.labels(layout.offsets), labels);
  }

  /**
   * Queues the measurement; nothing is allocated, transferred or waited for.
   *
   * @param features d x N of each layer, samples ordered by class; of the planned members, or one that all share
   */
  public void enqueue(List<Matrix> features) {
    if (layout.options.classifier()) {
      throw new IllegalArgumentException("the options ask for NC3 and NC4, which need the classifier and its scores");
    }
    parts(features).forEach(Runnable::run);
  }

  /**
   * Like {@link #enqueue(List)}, with what NC3 and NC4 need.
   *
   * @param classifier K x d of the last layer, of the planned members
   * @param scores K x N, the classifier's output, of the planned members
   */
  public void enqueue(List<Matrix> features, Matrix classifier, Matrix scores) {
    parts(features, classifier, scores).forEach(Runnable::run);
  }

  /**
   * The same in parts that can each be queued, or recorded, by itself, so that measuring can end between two of them:
   * one for each layer, in order, and what is between layers.
   *
   * @return to be run in this order
   */
  public List<Runnable> parts(List<Matrix> features, Matrix classifier, Matrix scores) {
    if (!layout.options.classifier()) {
      throw new IllegalArgumentException("the classifier was not planned for; ask for it in the options");
    }
    List<Runnable> parts = parts(features);
    int last = layout.layers.size() - 1;
    Runnable lastLayer = parts.get(last);
    parts.set(last, () -> {
      lastLayer.run();
      enqueueClassifier(classifier, scores);
    });
    return parts;
  }

  private void enqueueClassifier(Matrix classifier, Matrix scores) {
    int e = layout.members;
    int last = layout.layers.size() - 1;
    FeatureBlocks blocks = layout.layers.get(last);
    requireShape(classifier, classes(), blocks.dimension(), blocks.type(), "classifier");
    requireShape(scores, classes(), samples(), blocks.type(), "scores");
    // The last layer was measured last, so its means and nearest classes still stand in the workspace.
    int measured = written[last];
    Matrix w = duality.columns(0, 1).reshape(blocks.dimension(), classes());
    Matrix m = duality.columns(1, 2).reshape(blocks.dimension(), classes());
    device.copy(Transpose.YES, classifier, w);
    device.copy(Transpose.NO, PackedResults.view(centred, blocks.dimension(), classes(), measured), m);
    // Seen as a column each, both get a Frobenius norm of 1, whatever their scale.
    device.unitColumns(duality, duality);
    device.squaredDistances(duality, blocks.duality().in(results, e));
    device.gemm(Transpose.YES, Transpose.NO, Scalar.ONE, w, m, Scalar.ZERO, blocks.product().in(results, e));
    Matrix nearest = PackedResults.view(assigned, 1, samples(), measured);
    device.argmax(scores, predicted);
    device.countEqual(predicted, nearest, blocks.agreeing().in(results, e));
  }

  /**
   * Waits for the last queued measurement and reads it in one transfer.
   *
   * @return {@code [member][layer]}
   */
  public List<List<FeatureMetrics>> read() {
    return read(Integer.MAX_VALUE);
  }

  /** The same after only the first of {@link #parts}: what is of others is NaN. */
  public List<List<FeatureMetrics>> read(int parts) {
    double[] all = new double[Math.toIntExact(results.stored())];
    if (parts > 0) {
      device.read(results, all);
    }
    double[] nothing = new double[layout.length];
    Arrays.fill(nothing, Double.NaN);
    FeatureResults arithmetic = new FeatureResults(layout.offsets);
    double[] shared = PackedResults.member(all, 0, layout.length);
    List<List<FeatureMetrics>> members = new ArrayList<>();
    for (int e = 0; e < layout.members; e++) {
      double[] own = PackedResults.member(all, e, layout.length);
      List<FeatureMetrics> metrics = new ArrayList<>();
      for (int l = 0; l < layout.layers.size(); l++) {
        List<Double> cka = similarity == null ? List.of()
            : similarity.row(l, parts > layout.layers.size() ? own : nothing);
        double[] column = l >= parts ? nothing : written[l] == 1 ? shared : own;
        metrics.add(arithmetic.metrics(layout.layers.get(l), column, cka));
      }
      members.add(List.copyOf(metrics));
    }
    return List.copyOf(members);
  }

  private List<Runnable> parts(List<Matrix> features) {
    if (features.size() != layout.layers.size()) {
      throw new IllegalArgumentException(features.size() + " layers of features where " + layout.layers.size()
          + " were planned");
    }
    List<Runnable> parts = new ArrayList<>();
    for (int l = 0; l < features.size(); l++) {
      Matrix x = features.get(l);
      FeatureBlocks blocks = layout.layers.get(l);
      requireShape(x, blocks.dimension(), samples(), blocks.type(), "features of layer " + l);
      // What all members share is measured once, and read for each.
      Matrix own = x.isBroadcast() ? x.member(0) : x;
      written[l] = own.members();
      int layer = l;
      parts.add(() -> measure(layer, normalized(blocks, own)));
    }
    if (similarity != null) {
      parts.add(similarity::finish);
    }
    return parts;
  }

  /**
   * Features whose squares, and the squares of those, float64 holds: float32 features as they are, float64 ones over a
   * power of two, which {@link FeatureResults} gives back to what is not a ratio.
   */
  private Matrix normalized(FeatureBlocks blocks, Matrix features) {
    if (!blocks.isNormalized()) {
      return features;
    }
    Matrix magnitude = blocks.magnitude().in(results, features.members());
    Matrix x = PackedResults.view(scaled, features.rows(), features.columns(), features.members());
    device.magnitude(features, magnitude);
    device.normalize(features, magnitude, x);
    return x;
  }

  private void measure(int layer, Matrix x) {
    FeatureBlocks blocks = layout.layers.get(layer);
    int e = x.members();
    int d = x.rows();
    Matrix mu = PackedResults.view(means, d, classes(), e);
    Matrix m = PackedResults.view(centred, d, classes(), e);
    Matrix centre = PackedResults.view(mean, d, 1, e);
    device.classMoments(x, layout.offsets, mu, blocks.scatter().in(results, e));
    device.gram(false, mu, blocks.gram().in(results, e));
    device.squaredDistances(mu, blocks.distances().in(results, e));
    // In the place of the centred means, which are not there yet.
    device.unitColumns(mu, m);
    device.squaredDistances(m, blocks.unitDistances().in(results, e));
    centre(mu, m, centre);
    Matrix gram = blocks.centredGram().in(results, e);
    device.gram(false, m, gram);
    if (classes() > 1) {
      Matrix vectors = blocks.eigenvectors().in(results, e);
      device.copy(Transpose.NO, gram, vectors);
      device.symmetricEigen(true, vectors, blocks.eigenvalues().in(results, e));
      // Centring takes one dimension from the means: the direction of the smallest eigenvalue is void.
      Matrix t = PackedResults.view(directions, d, classes() - 1, e);
      device.gemm(Transpose.NO, Transpose.NO, Scalar.ONE, m, vectors.columns(1, classes()), Scalar.ZERO, t);
      device.projectedScatter(x, layout.offsets, mu, t, blocks.projected().in(results, e));
    }
    Matrix nearest = PackedResults.view(assigned, 1, samples(), e);
    device.nearestMean(x, mu, nearest);
    device.countEqual(nearest, labels, blocks.correct().in(results, e));
    if (layout.options.intrinsicDimension()) {
      device.nearestNeighbours(x, blocks.neighbours().in(results, e));
    }
    if (similarity != null) {
      similarity.enqueue(layer, x, centre);
    }
    // The last to read the features, of which a direct decomposition leaves nothing.
    spectrum.enqueue(x, centre, blocks, results);
  }

  /**
   * The sample mean, and the class means less it. Both come from the differences to the first class mean, which are
   * exact where the means lie close together: what all have in common costs no digits.
   */
  private void centre(Matrix mu, Matrix centredMeans, Matrix sampleMean) {
    Matrix first = mu.columns(0, 1);
    Matrix apart = PackedResults.view(directions, mu.rows(), classes() - 1, mu.members());
    device.copy(Transpose.NO, first, sampleMean);
    device.copy(Transpose.NO, mu.columns(1, classes()), apart);
    device.gemm(Transpose.NO, Transpose.YES, Scalar.of(-1), first, ones, Scalar.ONE, apart);
    device.gemm(Transpose.NO, Transpose.NO, Scalar.ONE, apart, centring, Scalar.ZERO, centredMeans);
    device.gemm(Transpose.NO, Transpose.NO, Scalar.ONE, apart, shares, Scalar.ONE, sampleMean);
  }

  private int classes() {
    return layout.offsets.length - 1;
  }

  private int samples() {
    return layout.offsets[classes()];
  }

  private void requireShape(Matrix x, int rows, int columns, ElementType type, String what) {
    if (x.rows() != rows || x.columns() != columns || x.type() != type
        || (x.members() != layout.members && x.members() != 1)) {
      throw new IllegalArgumentException(what + ": planned " + rows + " x " + columns + " " + type + " of "
          + layout.members + " members, got " + x.shape());
    }
  }

  private static void requireOffsets(int[] offsets, int samples) {
    boolean fits = offsets.length >= 2 && offsets[0] == 0 && offsets[offsets.length - 1] == samples;
    for (int k = 1; fits && k < offsets.length; k++) {
      fits = offsets[k] > offsets[k - 1];
    }
    if (!fits) {
      throw new IllegalArgumentException("class offsets increase from 0 to " + samples
          + " samples, with no class empty, not " + Arrays.toString(offsets));
    }
  }
}
