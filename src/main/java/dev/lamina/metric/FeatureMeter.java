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
import java.util.List;

/**
 * Measures the features of all layers of a network, for all members at once: {@link #plan} with the rest of the run,
 * construct, {@link #enqueue} as often as wanted (also into a recorded {@link dev.lamina.device.Plan}), {@link #read}.
 *
 * <p>No d x d matrix is made for a trace: everything about classes comes from the class means and the K x K matrices of
 * their inner products (design, section 5). The workspace is reused from layer to layer.
 */
public final class FeatureMeter {

  /** What {@link #plan} put into a memory plan. */
  public static final class Layout {
    private final int[] offsets;
    private final int members;
    private final ElementType type;
    private final MeterOptions options;
    private final List<FeatureBlocks> layers = new ArrayList<>();
    private final int length;
    private final Slot results;
    private final Slot centring;
    private final Slot shares;
    private final Slot labels;
    private final Slot means;
    private final Slot centred;
    private final Slot mean;
    private final Slot directions;
    private final Slot assigned;
    private final Slot predicted;
    private final Slot weights;
    private final SpectrumMeter.Layout spectrum;
    private final LayerSimilarity.Layout similarity;

    private Layout(MemoryPlan plan, List<Integer> dimensions, int[] offsets, int members, ElementType type,
        MeterOptions options) {
      this.offsets = offsets;
      this.members = members;
      this.type = type;
      this.options = options;
      int classes = offsets.length - 1;
      int samples = offsets[classes];
      int largest = dimensions.stream().mapToInt(Integer::intValue).max().orElseThrow();
      PackedResults packed = new PackedResults();
      for (int l = 0; l < dimensions.size(); l++) {
        boolean last = l == dimensions.size() - 1;
        layers.add(FeatureBlocks.add(packed, dimensions.get(l), classes, samples, type, options, last));
      }
      Workspace add = (name, rows, columns) ->
          plan.add(Purpose.WORKSPACE, "feature metrics: " + name, ElementType.FLOAT64, rows, columns, members);
      means = add.slot("class means", largest, classes);
      centred = add.slot("centred class means", largest, classes);
      mean = add.slot("sample mean", largest, 1);
      directions = add.slot("directions between classes", largest, classes - 1);
      weights = add.slot("classifier", options.classifier() ? classes : 0, dimensions.get(dimensions.size() - 1));
      assigned = plan.add(Purpose.WORKSPACE, "nearest class", ElementType.INT32, 1, samples, members);
      predicted = plan.add(Purpose.WORKSPACE, "predicted class", ElementType.INT32, 1,
          options.classifier() ? samples : 0, members);
      centring = plan.add(Purpose.METRICS, "centring of class means", ElementType.FLOAT64, classes, classes, 1);
      shares = plan.add(Purpose.METRICS, "shares of classes", ElementType.FLOAT64, classes, 1, 1);
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
  private final Matrix labels;
  private final Matrix means;
  private final Matrix centred;
  private final Matrix mean;
  private final Matrix directions;
  private final Matrix assigned;
  private final Matrix predicted;
  private final Matrix weights;
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
   * @param type of the features
   * @throws IllegalArgumentException if there is no layer, a class is empty, or the numbers do not fit
   */
  public static Layout plan(MemoryPlan plan, List<Integer> dimensions, int samples, int[] offsets, int members,
      ElementType type, MeterOptions options) {
    requireOffsets(offsets, samples);
    if (dimensions.isEmpty() || dimensions.stream().anyMatch(d -> d < 1)) {
      throw new IllegalArgumentException("features need at least one layer and one dimension, not " + dimensions);
    }
    if (!type.isFloating()) {
      throw new IllegalArgumentException("features are floating, not " + type);
    }
    // Without two neighbours there is no estimate, as where too few samples have no duplicate.
    MeterOptions possible = samples < 3 ? options.withoutIntrinsicDimension() : options;
    return new Layout(plan, List.copyOf(dimensions), offsets.clone(), members, type, possible);
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
    labels = arena.matrix(layout.labels);
    means = arena.matrix(layout.means);
    centred = arena.matrix(layout.centred);
    mean = arena.matrix(layout.mean);
    directions = arena.matrix(layout.directions);
    assigned = arena.matrix(layout.assigned);
    predicted = arena.matrix(layout.predicted);
    weights = arena.matrix(layout.weights);
    spectrum = new SpectrumMeter(device, arena, layout.spectrum);
    similarity = layout.similarity == null ? null : new LayerSimilarity(device, arena, layout.similarity, results);
    written = new int[layout.layers.size()];
    device.write(ClassConstants.centring(layout.offsets), centring);
    device.write(ClassConstants.shares(layout.offsets), shares);
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
    enqueueAll(features);
  }

  /**
   * Like {@link #enqueue(List)}, with what NC3 and NC4 need.
   *
   * @param classifier K x d of the last layer, of the planned members
   * @param scores K x N, the classifier's output, of the planned members
   */
  public void enqueue(List<Matrix> features, Matrix classifier, Matrix scores) {
    if (!layout.options.classifier()) {
      throw new IllegalArgumentException("the classifier was not planned for; ask for it in the options");
    }
    enqueueAll(features);
    int e = layout.members;
    int last = layout.layers.size() - 1;
    FeatureBlocks blocks = layout.layers.get(last);
    requireShape(classifier, classes(), blocks.dimension(), "classifier");
    requireShape(scores, classes(), samples(), "scores");
    device.copy(Transpose.NO, classifier, weights);
    device.sumOfSquares(weights, blocks.weightSquare().in(results, e));
    // The last layer was measured last, so its means and nearest classes still stand in the workspace.
    int measured = written[last];
    Matrix difference = PackedResults.view(centred, blocks.dimension(), classes(), measured);
    Matrix product = blocks.product().in(results, e);
    device.gemm(Transpose.NO, Transpose.NO, Scalar.ONE, weights, difference, Scalar.ZERO, product);
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
    double[] all = new double[Math.toIntExact(results.stored())];
    device.read(results, all);
    FeatureResults arithmetic = new FeatureResults(layout.offsets);
    double[] shared = PackedResults.member(all, 0, layout.length);
    List<List<FeatureMetrics>> members = new ArrayList<>();
    for (int e = 0; e < layout.members; e++) {
      double[] own = PackedResults.member(all, e, layout.length);
      List<FeatureMetrics> metrics = new ArrayList<>();
      for (int l = 0; l < layout.layers.size(); l++) {
        List<Double> cka = similarity == null ? List.of() : similarity.row(l, own);
        metrics.add(arithmetic.metrics(layout.layers.get(l), written[l] == 1 ? shared : own, cka));
      }
      members.add(List.copyOf(metrics));
    }
    return List.copyOf(members);
  }

  private void enqueueAll(List<Matrix> features) {
    if (features.size() != layout.layers.size()) {
      throw new IllegalArgumentException(features.size() + " layers of features where " + layout.layers.size()
          + " were planned");
    }
    for (int l = 0; l < features.size(); l++) {
      Matrix x = features.get(l);
      requireShape(x, layout.layers.get(l).dimension(), samples(), "features of layer " + l);
      // What all members share is measured once, and read for each.
      Matrix own = x.isBroadcast() ? x.member(0) : x;
      written[l] = own.members();
      measure(layout.layers.get(l), own);
    }
    if (similarity != null) {
      similarity.enqueue(features);
    }
  }

  private void measure(FeatureBlocks blocks, Matrix x) {
    int e = x.members();
    int d = x.rows();
    Matrix mu = PackedResults.view(means, d, classes(), e);
    Matrix m = PackedResults.view(centred, d, classes(), e);
    device.classMoments(x, layout.offsets, mu, blocks.scatter().in(results, e));
    device.gram(false, mu, blocks.gram().in(results, e));
    device.gemm(Transpose.NO, Transpose.NO, Scalar.ONE, mu, centring, Scalar.ZERO, m);
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
    Matrix centre = PackedResults.view(mean, d, 1, e);
    device.gemm(Transpose.NO, Transpose.NO, Scalar.ONE, mu, shares, Scalar.ZERO, centre);
    spectrum.enqueue(x, centre, blocks.method(), blocks.spectrum().in(results, e),
        blocks.centredSquare().in(results, e));
    if (layout.options.intrinsicDimension()) {
      device.nearestNeighbours(x, blocks.neighbours().in(results, e));
    }
  }

  private int classes() {
    return layout.offsets.length - 1;
  }

  private int samples() {
    return layout.offsets[classes()];
  }

  private void requireShape(Matrix x, int rows, int columns, String what) {
    if (x.rows() != rows || x.columns() != columns || x.type() != layout.type
        || (x.members() != layout.members && x.members() != 1)) {
      throw new IllegalArgumentException(what + ": planned " + rows + " x " + columns + " " + layout.type + " of "
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
