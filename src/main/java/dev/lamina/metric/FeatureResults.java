package dev.lamina.metric;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Turns one member's packed results into the metrics of its layers: arithmetic on small matrices in double. Ratios are taken of
 * what was measured; traces and singular values get the power of two back that float64 features were measured without.
 */
final class FeatureResults {

  private final int[] offsets;

  FeatureResults(int[] offsets) {
    this.offsets = offsets;
  }

  FeatureMetrics metrics(FeatureBlocks blocks, double[] column, List<Double> cka) {
    int classes = offsets.length - 1;
    int samples = offsets[classes];
    int[] counts = IntStream.range(0, classes).map(k -> offsets[k + 1] - offsets[k]).toArray();
    ClassGeometry geometry = new ClassGeometry(Arrays.stream(counts).asLongStream().toArray(),
        blocks.gram().of(column), blocks.distances().of(column), blocks.unitDistances().of(column),
        blocks.centredGram().of(column), blocks.scatter().of(column));
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
    boolean spectrum = method != SpectrumMethod.NONE;
    double[] distances = blocks.neighbours().of(column);
    boolean classifier = blocks.product().size() > 0;
    return new FeatureMetrics(
        samples,
        blocks.dimension(),
        Arrays.stream(counts).boxed().toList(),
        Math.scalb(geometry.traceWithin(), 2 * exponent),
        Math.scalb(geometry.traceBetween(), 2 * exponent),
        geometry.compression(),
        geometry.discrimination(),
        between ? directions.nc1() : Double.NaN,
        between ? directions.separationFuzziness(geometry.counts(), samples) : Double.NaN,
        spectrum ? Spectrum.numericalRank(sigma) : Double.NaN,
        spectrum ? Spectrum.effectiveRank(sigma) : Double.NaN,
        spectrum ? Spectrum.stableRank(sigma) : Double.NaN,
        geometry.equinorm(),
        geometry.equiangularDeviation(),
        geometry.maxAngleDeviation(),
        geometry.cdnv(),
        geometry.nc2(),
        blocks.correct().scalar(column) / samples,
        spectrum ? participationRatio(geometry, blocks.centredSquare().scalar(column)) : Double.NaN,
        intrinsicDimension(distances),
        (int) countDuplicates(distances),
        classifier && between ? ClassGeometry.simplexDistance(blocks.product().of(column), classes) : Double.NaN,
        classifier && between ? Math.sqrt(blocks.duality().of(column)[1]) : Double.NaN,
        classifier ? blocks.agreeing().scalar(column) / samples : Double.NaN,
        cka,
        method.label(),
        Arrays.stream(sigma).map(value -> Math.scalb(value, exponent)).boxed().toList());
  }

  /** {@code N Tr(S)} squared over {@code |N S|_F^2}, S the covariance, whose Gram matrix has the same norm. */
  private static double participationRatio(ClassGeometry geometry, double centredSquare) {
    double trace = geometry.samples() * geometry.totalVariance();
    return centredSquare > 0 ? trace * trace / centredSquare : Double.NaN;
  }

  /**
   * TwoNN.
   *
   * @param distances 2 x N; empty if not measured
   */
  private static double intrinsicDimension(double[] distances) {
    double sum = 0;
    int used = 0;
    for (int i = 0; i < distances.length; i += 2) {
      if (distances[i] > 0) {
        sum += Math.log(distances[i + 1] / distances[i]);
        used++;
      }
    }
    return used > 1 && sum > 0 ? (used - 1) / sum : Double.NaN;
  }

  private static long countDuplicates(double[] distances) {
    return IntStream.range(0, distances.length / 2).filter(i -> distances[2 * i] == 0).count();
  }
}
