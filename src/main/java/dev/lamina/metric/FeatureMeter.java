package dev.lamina.metric;

import dev.lamina.device.ElementType;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Place;
import dev.lamina.device.Stacks;
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

  /**
   * What {@link #plan} put into a memory plan.
   *
   * @param layers where the results of each lie in {@code results}, a packed column of each member
   * @param neighbours null where they are not asked for, and so are {@code classifier} and {@code similarity}
   */
  public record Layout(MeterOptions options, List<FeatureBlocks> layers, Slot results, LayerMeter.Layout layer,
      NeighbourMeter.Layout neighbours, ClassifierMeter.Layout classifier,
      LayerSimilarity.Layout similarity) {
    public Layout {
      layers = List.copyOf(layers);
    }

    /** How the spectrum of a layer is found. */
    public SpectrumMethod spectrumMethod(int layer) {
      return layers.get(layer).method();
    }
  }

  private final Place place;
  private final Layout layout;
  private final LayerMeter layerMeter;
  private final NeighbourMeter neighbours;
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
    return plan(
        new Stacks(plan, ElementType.FLOAT64, members), List.copyOf(dimensions), offsets.clone(), types, possible);
  }

  private static Layout plan(Stacks stacks, List<Integer> dimensions, int[] offsets, List<ElementType> types,
      MeterOptions options) {
    int classes = offsets.length - 1;
    int samples = offsets[classes];
    int last = dimensions.size() - 1;
    PackedResults packed = new PackedResults();
    List<FeatureBlocks> layers = new ArrayList<>();
    for (int l = 0; l <= last; l++) {
      layers.add(FeatureBlocks.add(packed, dimensions.get(l), classes, samples, types.get(l), options, l == last));
    }
    LayerMeter.Layout layer = LayerMeter.plan(stacks, layers, offsets);
    NeighbourMeter.Layout neighbours = options.intrinsicDimension()
        ? NeighbourMeter.plan(stacks.plan(), stacks.members(), layers.size(), samples) : null;
    ClassifierMeter.Layout classifier = options.classifier()
        ? ClassifierMeter.plan(stacks, dimensions.get(last), classes, samples) : null;
    LayerSimilarity.Layout similarity = options.similarity()
        ? LayerSimilarity.plan(stacks, packed, dimensions, samples) : null;
    Slot results = packed.plan(stacks, "feature metrics", "metrics of " + dimensions.size() + " layers with " + classes
        + " classes and " + samples + " samples");
    return new Layout(options, layers, results, layer, neighbours, classifier, similarity);
  }

  /** {@link #plan(MemoryPlan, List, int, int[], int, List, MeterOptions)} of layers that all have one type. */
  public static Layout plan(MemoryPlan plan, List<Integer> dimensions, int samples, int[] offsets, int members,
      ElementType type, MeterOptions options) {
    return plan(plan, dimensions, samples, offsets, members, Collections.nCopies(dimensions.size(), type), options);
  }

  /**
   * Takes the planned memory and writes the constants there.
   *
   * @param place where the plan of {@code layout} was allocated
   */
  public FeatureMeter(Place place, Layout layout) {
    this.place = place;
    this.layout = layout;
    neighbours = layout.neighbours == null ? null : new NeighbourMeter(place, layout.neighbours);
    similarity = layout.similarity == null ? null : new LayerSimilarity(place, layout.similarity, results());
    layerMeter = new LayerMeter(place, layout.layer, results(), neighbours, similarity);
    written = new int[layout.layers.size()];
  }

  private Matrix results() {
    return place.matrix(layout.results);
  }

  /**
   * Queues the measurement; nothing is allocated, transferred or waited for.
   *
   * @param features d x N of each layer, samples ordered by class; of the planned members, or one that all share
   */
  public void enqueue(List<Matrix> features) {
    if (layout.classifier != null) {
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
    if (layout.classifier == null) {
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
    int last = layout.layers.size() - 1;
    FeatureBlocks blocks = layout.layers.get(last);
    requireShape(classifier, layout.layer.classes(), blocks.dimension(), blocks.type(), "classifier");
    requireShape(scores, layout.layer.classes(), layout.layer.samples(), blocks.type(), "scores");
    // The last layer was measured last, so its means and nearest classes still stand in the workspace.
    new ClassifierMeter(place, layout.classifier, results()).enqueue(blocks, classifier, scores,
        layerMeter.centred(blocks.dimension(), written[last]), layerMeter.nearest(written[last]));
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
    List<double[]> columns = PackedResults.read(place, layout.results, parts > 0);
    double[] nothing = new double[layout.results.rows()];
    Arrays.fill(nothing, Double.NaN);
    FeatureResults arithmetic = new FeatureResults(
        layout.layer.means().counts(), layout.options, ClassConstants.labels(layout.layer.offsets()));
    List<List<FeatureMetrics>> members = new ArrayList<>();
    int[] measured = Arrays.copyOf(written, Math.min(parts, written.length));
    List<NeighbourFacts> near = null;
    for (int e = 0; e < columns.size(); e++) {
      double[] own = columns.get(e);
      near = neighbours == null ? null : neighbours.read(e, near, measured);
      List<FeatureMetrics> metrics = new ArrayList<>();
      for (int l = 0; l < layout.layers.size(); l++) {
        List<Double> cka = similarity == null ? List.of()
            : similarity.row(l, parts > layout.layers.size() ? own : nothing);
        double[] column = l >= parts ? nothing : written[l] == 1 ? columns.get(0) : own;
        metrics.add(arithmetic.metrics(layout.layers.get(l), column,
            near == null ? NeighbourFacts.NONE : near.get(l), near == null ? List.of() : near.get(l).mutual(near),
            cka));
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
      requireShape(x, blocks.dimension(), layout.layer.samples(), blocks.type(), "features of layer " + l);
      // What all members share is measured once, and read for each.
      Matrix own = x.isBroadcast() ? x.member(0) : x;
      written[l] = own.members();
      int layer = l;
      parts.add(() -> layerMeter.enqueue(layer, blocks, own));
    }
    if (similarity != null) {
      parts.add(similarity::finish);
    }
    return parts;
  }

  private void requireShape(Matrix x, int rows, int columns, ElementType type, String what) {
    if (x.rows() != rows || x.columns() != columns || x.type() != type
        || (x.members() != layout.results.members() && x.members() != 1)) {
      throw new IllegalArgumentException(what + ": planned " + rows + " x " + columns + " " + type + " of "
          + layout.results.members() + " members, got " + x.shape());
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
