package dev.lamina.metric;

import dev.lamina.device.Device;
import dev.lamina.device.ElementType;
import dev.lamina.device.Exponents;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.MemoryPlan.Purpose;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Place;
import dev.lamina.device.Stacks;
import dev.lamina.metric.PackedResults.Block;
import java.util.Arrays;
import java.util.List;

/**
 * Measures a layer that is larger than memory, chunk after chunk: {@link #first} of all chunks gathers class moments
 * and the Gram matrix, {@link #endFirst}, then {@link #second} of all again gathers what needs the means, and
 * {@link #metrics}. Chunks may be cut anywhere and come in any order. Results are those of {@link FeatureMeter} to
 * rounding (docs/numerics.md); the intrinsic dimension and similarities of layers are not measured here.
 */
public final class ChunkMeter {

  /** How far a chunk may exceed the power of two that the others were measured over before these are scaled. */
  private static final int HEADROOM = 64;

  /**
   * What {@link #plan} put into a memory plan.
   *
   * @param counts samples of each class
   * @param chunk most samples of a chunk
   * @param features of a chunk, and {@code scaled} over a power of two, and the {@code magnitude} of that
   * @param partMeans of a chunk's classes
   * @param gram null without a spectrum
   */
  public record Layout(MeterOptions options, FeatureBlocks blocks, long[] counts, int chunk, Slot results,
      MeansMeter.Layout means, RunningGram.Layout gram, Slot features, Slot scaled, Slot magnitude, Slot partMeans,
      Slot partScatter, Slot projected, Slot correct, Slot present, Slot zero, Slot assigned, Slot labels) {}

  private final Place place;
  private final Layout layout;
  private final MeansMeter means;
  private final RunningGram gram;
  private final RunningMoments moments;
  private final double[] projected;
  private double correct;
  private boolean magnitudeKnown;
  private int exponent;

  /**
   * Adds what measuring needs to a memory plan.
   *
   * @param dimension d
   * @param type of the features
   * @param counts samples of each class, none of which is empty
   * @param chunk most samples of a chunk
   * @param options a spectrum other than {@link SpectrumMethod#NONE} is found by the d x d Gram matrix
   * @throws IllegalArgumentException if the host cannot hold the means or results
   */
  public static Layout plan(MemoryPlan plan, int dimension, ElementType type, long[] counts, int chunk,
      MeterOptions options) {
    Stacks stacks = new Stacks(plan, ElementType.FLOAT64, 1);
    Stacks whole = new Stacks(plan, ElementType.INT32, 1);
    int classes = counts.length;
    int samples = (int) Math.min(Integer.MAX_VALUE, Arrays.stream(counts).sum());
    boolean spectrum = options.spectrum() != SpectrumMethod.NONE;
    MeterOptions possible = new MeterOptions(
        spectrum ? SpectrumMethod.GRAM : SpectrumMethod.NONE, options.covariance(), false, false, false);
    PackedResults packed = new PackedResults();
    FeatureBlocks blocks = FeatureBlocks.add(packed, dimension, classes, samples, type, possible, true);
    int present = Math.min(classes, chunk);
    return new Layout(possible, blocks, counts.clone(), chunk,
        packed.plan(stacks, "feature metrics", "metrics of a layer with " + classes + " classes"),
        MeansMeter.plan(stacks, dimension, counts), spectrum ? RunningGram.plan(stacks, dimension) : null,
        plan.add(Purpose.DATA, "chunk of features", type, dimension, chunk, 1),
        stacks.add(Purpose.WORKSPACE, "chunk over a power of two", blocks.isNormalized() ? dimension : 0, chunk),
        stacks.add(Purpose.WORKSPACE, "magnitude", 1, 1),
        stacks.add(Purpose.WORKSPACE, "class means of a chunk", dimension, present),
        stacks.add(Purpose.WORKSPACE, "scatter of a chunk", present, 1),
        stacks.add(Purpose.WORKSPACE, "projected scatter of a chunk", classes - 1, classes - 1),
        stacks.add(Purpose.WORKSPACE, "samples nearest to their mean", 1, 1),
        whole.add(Purpose.WORKSPACE, "classes of a chunk", 1, classes),
        whole.add(Purpose.WORKSPACE, "first", 1, 1),
        whole.add(Purpose.WORKSPACE, "nearest class", 1, chunk),
        whole.add(Purpose.WORKSPACE, "classes of samples", 1, chunk));
  }

  /** @param place where the plan of {@code layout} was allocated */
  public ChunkMeter(Place place, Layout layout) {
    this.place = place;
    this.layout = layout;
    int classes = layout.counts.length;
    means = new MeansMeter(place, layout.means, place.matrix(layout.results));
    gram = layout.gram == null ? null : new RunningGram(place, layout.gram);
    moments = new RunningMoments(layout.blocks.dimension(), classes);
    projected = new double[(classes - 1) * (classes - 1)];
  }

  /** Whether there is something that needs the means: with one class there is not. */
  public boolean needsSecond() {
    return layout.counts.length > 1;
  }

  /** Adds a chunk to the moments and the Gram matrix. */
  public void first(Chunk chunk) {
    Device device = place.device();
    int d = layout.blocks.dimension();
    int present = chunk.classes().length;
    Matrix x = load(chunk, true);
    Matrix mu = place.matrix(layout.partMeans, d, present, 1);
    Matrix scatter = place.matrix(layout.partScatter, present, 1, 1);
    device.classMoments(x, chunk.offsets(), mu, scatter);
    double[] partMeans = read(mu);
    double[] partScatter = read(scatter);
    for (int k = 0; k < present; k++) {
      moments.add(chunk.classes()[k], chunk.offsets()[k + 1] - chunk.offsets()[k], partMeans, k * d, partScatter[k]);
    }
    if (gram != null) {
      gram.add(x, moments);
    }
  }

  /** Ends the first pass, in which every sample came once. */
  public void endFirst() {
    int d = layout.blocks.dimension();
    place.device().write(moments.means(), means.means(d, 1));
    means.enqueue(layout.blocks, 1);
    if (gram != null) {
      gram.finish(means.mean(d, 1), Arrays.stream(layout.counts).sum(), layout.options.covariance(),
          layout.blocks.centredSquare().in(place.matrix(layout.results), 1));
    }
  }

  /** Adds a chunk to what needs the means. */
  public void second(Chunk chunk) {
    Device device = place.device();
    int d = layout.blocks.dimension();
    Matrix x = load(chunk, false);
    Matrix scatter = place.matrix(layout.projected);
    device.projectedScatter(x, chunk.offsets(), meansOf(chunk), means.directions(d, 1), scatter);
    double[] part = read(scatter);
    for (int i = 0; i < part.length; i++) {
      projected[i] += part[i] * chunk.samples();
    }
    Matrix assigned = place.matrix(layout.assigned, 1, chunk.samples(), 1);
    Matrix labels = place.matrix(layout.labels, 1, chunk.samples(), 1);
    device.nearestMean(x, means.means(d, 1), assigned);
    device.write(chunk.labels(), labels);
    device.countEqual(assigned, labels, place.matrix(layout.correct));
    correct += read(place.matrix(layout.correct))[0];
  }

  private Matrix meansOf(Chunk chunk) {
    int d = layout.blocks.dimension();
    int present = chunk.classes().length;
    if (present == layout.counts.length) {
      return means.means(d, 1);
    }
    Matrix index = place.matrix(layout.present);
    Matrix mu = place.matrix(layout.partMeans, d, present, 1);
    // A mini-batch of the classes, of which the first is taken.
    place.device().write(Arrays.copyOf(chunk.classes(), index.columns()), index);
    place.device().gather(means.means(d, 1), index, place.matrix(layout.zero), mu);
    return mu;
  }

  /** What was measured of all samples. */
  public FeatureMetrics metrics() {
    double[] column = read(place.matrix(layout.results));
    FeatureBlocks blocks = layout.blocks;
    long samples = Arrays.stream(layout.counts).sum();
    put(column, blocks.magnitude(), Math.scalb(1.0, exponent));
    put(column, blocks.scatter(), moments.scatter());
    put(column, blocks.projected(), Arrays.stream(projected).map(sum -> sum / samples).toArray());
    put(column, blocks.correct(), correct);
    if (gram != null) {
      putLargest(column, blocks.spectrum(), gram.uncentred());
      putLargest(column, blocks.covariance(), gram.covariance());
    }
    return new FeatureResults(layout.counts, layout.options, new int[0])
        .metrics(blocks, column, NeighbourFacts.NONE, List.of(), List.of());
  }

  private static void put(double[] column, Block block, double... values) {
    System.arraycopy(values, 0, column, block.start(), block.size());
  }

  /** Of fewer samples than features, a Gram matrix has no more eigenvalues than samples; the rest are rounding. */
  private static void putLargest(double[] column, Block block, double[] ascending) {
    System.arraycopy(ascending, ascending.length - block.size(), column, block.start(), block.size());
  }

  /** The chunk on the device, over a power of two that all chunks share if it is float64. */
  private Matrix load(Chunk chunk, boolean first) {
    Device device = place.device();
    int d = layout.blocks.dimension();
    Matrix raw = place.matrix(layout.features, d, chunk.samples(), 1);
    if (chunk.values() instanceof float[] floats) {
      device.write(floats, raw);
      return raw;
    }
    device.write((double[]) chunk.values(), raw);
    Matrix magnitude = place.matrix(layout.magnitude);
    if (first) {
      device.magnitude(raw, magnitude);
      rescale(read(magnitude)[0]);
    }
    device.write(new double[] {Math.scalb(1.0, exponent)}, magnitude);
    Matrix x = place.matrix(layout.scaled, d, chunk.samples(), 1);
    device.normalize(raw, magnitude, x);
    return x;
  }

  private void rescale(double magnitude) {
    int needed = Exponents.of(magnitude);
    if (!(magnitude > 0 && magnitude < Double.POSITIVE_INFINITY) || magnitudeKnown && needed <= exponent + HEADROOM) {
      return;
    }
    if (magnitudeKnown) {
      moments.scale(exponent - needed);
      if (gram != null) {
        gram.scale(exponent - needed);
      }
    }
    magnitudeKnown = true;
    exponent = needed;
  }

  private double[] read(Matrix source) {
    double[] values = new double[Math.toIntExact(source.stored())];
    place.device().read(source, values);
    return values;
  }
}
