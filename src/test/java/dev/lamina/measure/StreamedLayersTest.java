package dev.lamina.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.data.DataException;
import dev.lamina.data.FeatureSet;
import dev.lamina.data.Labels;
import dev.lamina.data.Tensor;
import dev.lamina.device.Device;
import dev.lamina.device.Devices;
import dev.lamina.metric.FeatureMetrics;
import dev.lamina.metric.MeterOptions;
import dev.lamina.metric.SpectrumMethod;
import dev.lamina.result.Measure;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Chunks give what the whole gives. */
class StreamedLayersTest {

  private static final MeterOptions OPTIONS =
      MeterOptions.DEFAULT.withCovariance().withSpectrum(SpectrumMethod.GRAM);

  private final SplittableRandom random = new SplittableRandom(17);
  private Device device;

  @BeforeEach
  void open() {
    device = Devices.first();
  }

  @AfterEach
  void close() {
    device.close();
  }

  /** Classes of unequal size around means that lie a few deviations apart, far from zero. */
  private double[] features(int samples, int dimension, int[] labels, double scale) {
    double[] means = random.doubles(7L * dimension, -1, 1).toArray();
    double[] values = new double[samples * dimension];
    for (int i = 0; i < samples; i++) {
      for (int j = 0; j < dimension; j++) {
        values[i * dimension + j] =
            scale * (5 + means[labels[i] * dimension + j] + random.nextDouble(-0.5, 0.5) / (1 + j));
      }
    }
    return values;
  }

  private static MeasureOptions options(boolean extended, long memory) {
    return new MeasureOptions(SpectrumMethod.AUTO, extended, memory);
  }

  private int[] labels(int samples, int classes) {
    return IntStream.range(0, samples)
        .map(i -> i < classes ? i : Math.min(random.nextInt(classes), random.nextInt(classes))).toArray();
  }

  private static FeatureSet set(int[] labels, Tensor layer) {
    long[] values = IntStream.of(labels).asLongStream().toArray();
    return FeatureSet.of(Optional.of(Labels.of("labels", Tensor.of("labels", values, values.length))), List.of(layer));
  }

  private FeatureMetrics streamed(FeatureSet set, int rows, MeterOptions options) {
    return new StreamedLayer(set.layers().get(0), Samples.of(set), options, rows, 0)
        .measure(device, done -> { }).get(0);
  }

  private FeatureMetrics whole(FeatureSet set, MeterOptions options) {
    return new WholeLayers(set.layers(), Samples.of(set), options).measure(device, done -> { }).get(0);
  }

  private static void assertSame(String what, FeatureMetrics expected, FeatureMetrics got, double tolerance) {
    for (Measure measure : expected.measured().measures()) {
      if (measure.isNumber()) {
        double right = expected.get(measure);
        // What is 0 but for rounding, such as angles of two classes, is so in both.
        double allowed = Double.isNaN(right) ? 0 : Math.max(1e-15, Math.abs(right) * tolerance);
        assertEquals(right, got.get(measure), allowed, what + ": " + measure);
      } else if (measure == Measure.SINGULAR_VALUES) {
        List<Double> right = expected.singularValues();
        for (int i = 0; i < right.size(); i++) {
          assertEquals(right.get(i), got.singularValues().get(i), right.get(0) * 1e-9, what + ": sigma " + i);
        }
      }
    }
    assertEquals(expected.measured().measures(), got.measured().measures());
  }

  @Test
  void chunksOfAnySizeGiveWhatTheWholeGives() {
    for (int classes : new int[] {2, 5, 7}) {
      int[] labels = labels(123, classes);
      FeatureSet set = set(labels, Tensor.of("x", features(123, 11, labels, 1), 123, 11));
      FeatureMetrics whole = whole(set, OPTIONS);
      for (int rows : new int[] {1, 2, 10, 61, 122, 123}) {
        assertSame(classes + " classes, chunks of " + rows, whole, streamed(set, rows, OPTIONS), 1e-12);
      }
    }
  }

  @Test
  void float32IsStreamedAsItIs() {
    int[] labels = labels(200, 3);
    double[] values = features(200, 33, labels, 1);
    float[] floats = new float[values.length];
    IntStream.range(0, values.length).forEach(i -> floats[i] = (float) values[i]);
    FeatureSet set = set(labels, Tensor.of("x", floats, 200, 33));
    assertSame("float32", whole(set, OPTIONS), streamed(set, 17, OPTIONS), 1e-12);
  }

  /** The samples sorted by class, so that most chunks have one class, and the first chunk's mean is not the last's. */
  @Test
  void theOrderOfSamplesDoesNotMatter() {
    int[] labels = labels(150, 4);
    double[] values = features(150, 9, labels, 1);
    int[] order = IntStream.range(0, 150).boxed().sorted((a, b) -> labels[b] - labels[a]).mapToInt(i -> i).toArray();
    double[] sorted = new double[values.length];
    for (int i = 0; i < 150; i++) {
      System.arraycopy(values, order[i] * 9, sorted, i * 9, 9);
    }
    int[] sortedLabels = IntStream.of(order).map(i -> labels[i]).toArray();
    FeatureMetrics whole = whole(set(labels, Tensor.of("x", values, 150, 9)), OPTIONS);
    assertSame("sorted", whole, streamed(set(sortedLabels, Tensor.of("x", sorted, 150, 9)), 8, OPTIONS), 1e-12);
  }

  /** Squares of neither scale are in float64; the later chunks are 2^800 times the first. */
  @Test
  void chunksOfVeryDifferentScalesAreMeasuredTogether() {
    int[] labels = labels(90, 3);
    double[] values = features(90, 6, labels, 0x1p500);
    for (int i = 0; i < 30 * 6; i++) {
      values[i] *= 0x1p-800;
    }
    FeatureSet set = set(labels, Tensor.of("x", values, 90, 6));
    FeatureMetrics whole = whole(set, OPTIONS);
    assertTrue(Double.isFinite(whole.compression()));
    assertSame("growing", whole, streamed(set, 10, OPTIONS), 1e-12);
  }

  @Test
  void fewerSamplesThanFeatures() {
    int[] labels = labels(12, 3);
    FeatureSet set = set(labels, Tensor.of("x", features(12, 40, labels, 1), 12, 40));
    FeatureMetrics whole = whole(set, OPTIONS);
    FeatureMetrics streamed = streamed(set, 5, OPTIONS);
    assertEquals(12, streamed.singularValues().size());
    assertSame("wide", whole, streamed, 1e-9);
  }

  @Test
  void withoutLabelsWhatNeedsNoneIsMeasured() {
    double[] values = features(80, 7, labels(80, 3), 1);
    FeatureSet set = FeatureSet.of(Optional.empty(), List.of(Tensor.of("x", values, 80, 7)));
    FeatureFiles.Layer layer =
        FeatureFiles.of(set).measure(device, options(true, 1L << 30)).get(0);
    for (Measure measure : layer.metrics().measured().measures()) {
      if (measure.isNumber() && !measure.key().startsWith("nc")) {
        assertEquals(measure.needsLabels(), Double.isNaN(layer.metrics().get(measure)), measure + "");
      }
    }
    assertTrue(layer.metrics().classCounts().isEmpty());
    FeatureMetrics streamed = streamed(set, 9, OPTIONS);
    for (Measure measure : List.of(Measure.TOTAL_VARIANCE, Measure.EFFECTIVE_RANK, Measure.STABLE_RANK,
        Measure.PARTICIPATION_RATIO, Measure.NESUM, Measure.ALPHA_REQ)) {
      assertEquals(layer.metrics().get(measure), streamed.get(measure), 1e-12 * streamed.get(measure), measure + "");
    }
  }

  @Test
  void aValueThatIsNotFiniteIsNamedWhereverItStands() {
    int[] labels = labels(60, 3);
    double[] values = features(60, 4, labels, 1);
    values[41 * 4 + 2] = Double.NaN;
    values[50 * 4] = Double.POSITIVE_INFINITY;
    FeatureSet set = set(labels, Tensor.of("x", values, 60, 4));
    for (MeasureOptions options : List.of(options(false, 1L << 30), options(false, 20_000))) {
      String message = assertThrows(DataException.class,
          () -> FeatureFiles.of(set).measure(device, options)).getMessage();
      assertTrue(message.contains("layer 'x': the value NaN of sample 41, column 2"), message);
    }
  }

  /** What fits is measured at once; what does not, in chunks; then without a spectrum; then not at all. */
  @Test
  void memoryDecides() {
    int[] labels = labels(400, 3);
    FeatureSet set = set(labels, Tensor.of("x", features(400, 50, labels, 1), 400, 50));
    assertEquals("svd-float64", measured(set, 1L << 30).spectrumMethod());
    assertEquals("gram-float64", measured(set, 300_000).spectrumMethod());
    FeatureMetrics little = measured(set, 60_000);
    assertEquals("none", little.spectrumMethod());
    assertEquals(measured(set, 1L << 30).compression(), little.compression(), 1e-12);
    String message = assertThrows(DataException.class, () -> measured(set, 1000)).getMessage();
    assertTrue(message.contains("--memory"), message);
  }

  private FeatureMetrics measured(FeatureSet set, long memory) {
    return FeatureFiles.of(set).measure(device, options(false, memory)).get(0)
        .metrics();
  }
}
