package dev.lamina.metric;

import static dev.lamina.result.Measure.ALPHA_REQ;
import static dev.lamina.result.Measure.CDNV;
import static dev.lamina.result.Measure.CKA;
import static dev.lamina.result.Measure.CLASSES;
import static dev.lamina.result.Measure.CLASS_COUNTS;
import static dev.lamina.result.Measure.COMPRESSION;
import static dev.lamina.result.Measure.DIMENSION;
import static dev.lamina.result.Measure.DISCRIMINATION;
import static dev.lamina.result.Measure.DUPLICATES;
import static dev.lamina.result.Measure.EFFECTIVE_RANK;
import static dev.lamina.result.Measure.INTRINSIC_DIMENSION;
import static dev.lamina.result.Measure.KNN_ACCURACY;
import static dev.lamina.result.Measure.MLE_DIMENSION;
import static dev.lamina.result.Measure.MUTUAL_KNN;
import static dev.lamina.result.Measure.NC1;
import static dev.lamina.result.Measure.NC2;
import static dev.lamina.result.Measure.NC2_EQUIANGULAR_STD;
import static dev.lamina.result.Measure.NC2_EQUINORM;
import static dev.lamina.result.Measure.NC2_MAX_ANGLE;
import static dev.lamina.result.Measure.NC3;
import static dev.lamina.result.Measure.NC3_DIFFERENCE;
import static dev.lamina.result.Measure.NC4;
import static dev.lamina.result.Measure.NEAREST_CENTRE_ACCURACY;
import static dev.lamina.result.Measure.NESUM;
import static dev.lamina.result.Measure.NEIGHBOURHOOD_OVERLAP;
import static dev.lamina.result.Measure.NUMERICAL_RANK;
import static dev.lamina.result.Measure.PARTICIPATION_RATIO;
import static dev.lamina.result.Measure.SAMPLES;
import static dev.lamina.result.Measure.SEPARATION_FUZZINESS;
import static dev.lamina.result.Measure.SINGULAR_VALUES;
import static dev.lamina.result.Measure.SPECTRUM_METHOD;
import static dev.lamina.result.Measure.STABLE_RANK;
import static dev.lamina.result.Measure.TOTAL_VARIANCE;
import static dev.lamina.result.Measure.TRACE_BETWEEN;
import static dev.lamina.result.Measure.TRACE_WITHIN;
import static dev.lamina.result.Measure.TWONN_FIT;

import dev.lamina.result.Measured;
import java.util.Arrays;
import java.util.List;

/**
 * Turns one member's packed results into the metrics of its layers: arithmetic on small matrices in double. Ratios are
 * taken of what was measured; traces and singular values get the power of two back that float64 features were measured
 * without.
 */
final class FeatureResults {

  private final long[] counts;
  private final MeterOptions options;
  private final int[] labels;

  /**
   * @param counts samples of each class
   * @param labels class of each sample; empty where no neighbours are measured
   */
  FeatureResults(long[] counts, MeterOptions options, int[] labels) {
    this.counts = counts;
    this.options = options;
    this.labels = labels;
  }

  /**
   * @param neighbours of this layer
   * @param mutual neighbours with every layer
   * @param cka with every layer
   */
  FeatureMetrics metrics(FeatureBlocks blocks, double[] column, NeighbourFacts neighbours, List<Double> mutual,
      List<Double> cka) {
    int classes = counts.length;
    long samples = Arrays.stream(counts).sum();
    ClassGeometry geometry = new ClassGeometry(counts, blocks.gram().of(column), blocks.distances().of(column),
        blocks.unitDistances().of(column), blocks.centredGram().of(column), blocks.scatter().of(column));
    int exponent = blocks.exponent(column);
    boolean between = classes > 1 && !geometry.isBetweenZero();
    BetweenSpectrum directions = between
        ? BetweenSpectrum.of(classes, blocks.dimension(), blocks.eigenvalues().of(column),
            blocks.eigenvectors().of(column), blocks.projected().of(column))
        : null;
    SpectrumMethod method = blocks.method();
    double[] sigma = method == SpectrumMethod.GRAM
        ? Spectrum.ofGram(blocks.spectrum().of(column))
        : blocks.spectrum().of(column);
    Measured.Builder all = Measured.builder()
        .put(SAMPLES, samples)
        .put(DIMENSION, blocks.dimension())
        .put(CLASSES, classes)
        .put(CLASS_COUNTS, Arrays.stream(counts).asDoubleStream().boxed().toList())
        .put(TRACE_WITHIN, Math.scalb(geometry.traceWithin(), 2 * exponent))
        .put(TRACE_BETWEEN, Math.scalb(geometry.traceBetween(), 2 * exponent))
        .put(COMPRESSION, geometry.compression())
        .put(DISCRIMINATION, geometry.discrimination())
        .put(NC1, between ? directions.nc1() : Double.NaN)
        .put(SEPARATION_FUZZINESS, between ? directions.separationFuzziness(geometry.counts(), samples) : Double.NaN)
        .put(NC2_EQUINORM, geometry.equinorm())
        .put(NC2_EQUIANGULAR_STD, geometry.equiangularDeviation())
        .put(NC2_MAX_ANGLE, geometry.maxAngleDeviation())
        .put(CDNV, geometry.cdnv())
        .put(NC2, geometry.nc2())
        .put(NEAREST_CENTRE_ACCURACY, geometry.isFinite() ? blocks.correct().scalar(column) / samples : Double.NaN)
        .put(INTRINSIC_DIMENSION, neighbours.twoNearest())
        .put(DUPLICATES, neighbours.duplicates())
        .put(TWONN_FIT, neighbours.twoNearestFit())
        .put(MLE_DIMENSION, neighbours.likeliest())
        .put(KNN_ACCURACY, neighbours.accuracy(labels))
        .put(NEIGHBOURHOOD_OVERLAP, neighbours.overlap(labels));
    boolean spectrum = method != SpectrumMethod.NONE;
    all.put(NUMERICAL_RANK, spectrum ? Spectrum.numericalRank(sigma) : Double.NaN)
        .put(EFFECTIVE_RANK, spectrum ? Spectrum.effectiveRank(sigma) : Double.NaN)
        .put(STABLE_RANK, spectrum ? Spectrum.stableRank(sigma) : Double.NaN)
        .put(PARTICIPATION_RATIO,
            spectrum ? participationRatio(geometry, blocks.centredSquare().scalar(column)) : Double.NaN)
        .put(SPECTRUM_METHOD, method.label())
        .put(SINGULAR_VALUES, Arrays.stream(sigma).map(value -> Math.scalb(value, exponent)).boxed().toList());
    if (options.covariance()) {
      double[] lambda = Spectrum.descending(blocks.covariance().of(column));
      all.put(TOTAL_VARIANCE, Math.scalb(geometry.totalVariance(), 2 * exponent))
          .put(NESUM, spectrum ? Spectrum.sumOverLargest(lambda) : Double.NaN)
          .put(ALPHA_REQ, spectrum ? Spectrum.decay(lambda) : Double.NaN);
    }
    boolean classifier = blocks.product().size() > 0;
    all.put(NC3,
            classifier && between ? ClassGeometry.simplexDistance(blocks.product().of(column), classes) : Double.NaN)
        .put(NC3_DIFFERENCE, classifier && between ? Math.sqrt(blocks.duality().of(column)[1]) : Double.NaN)
        .put(NC4, classifier && geometry.isFinite() ? blocks.agreeing().scalar(column) / samples : Double.NaN);
    return new FeatureMetrics(all.put(CKA, cka).put(MUTUAL_KNN, mutual).build());
  }

  /** {@code N Tr(S)} squared over {@code |N S|_F^2}, S the covariance, whose Gram matrix has the same norm. */
  private static double participationRatio(ClassGeometry geometry, double centredSquare) {
    double trace = geometry.samples() * geometry.totalVariance();
    return centredSquare > 0 ? trace * trace / centredSquare : Double.NaN;
  }
}
