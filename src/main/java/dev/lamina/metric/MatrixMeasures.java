package dev.lamina.metric;

import dev.lamina.result.Measure;
import dev.lamina.result.Measured;

/**
 * What the singular values of one weight matrix say by themselves: its rank, the power law of the eigenvalues of
 * {@code W^T W} (Martin and Mahoney 2021), and which of these a matrix of independent entries would not have (Marchenko
 * and Pastur 1967). Nothing but {@code x_min} and the edge depends on the scale of the matrix.
 */
public final class MatrixMeasures {

  private MatrixMeasures() {}

  /**
   * The measures of a matrix by itself.
   *
   * @param weight what a {@link WeightMeter} found: norms and singular values
   * @param rows of the matrix, which the meter may have measured transposed
   * @param columns of the matrix
   */
  public static Measured of(Measured weight, int rows, int columns) {
    double[] sigma =
        weight.list(Measure.WEIGHT_SINGULAR_VALUES).stream().mapToDouble(Double::doubleValue).toArray();
    boolean defined = sigma.length > 0 && Double.isFinite(weight.get(Measure.FROBENIUS_NORM));
    double rounding = Math.max(rows, columns) * Math.ulp(1.0);
    PowerLaw law = PowerLaw.of(defined ? sigma : new double[0], rounding);
    double edge = weight.get(Measure.FROBENIUS_NORM) * (1 / Math.sqrt(rows) + 1 / Math.sqrt(columns));
    int above = 0;
    while (above < sigma.length && sigma[above] > edge * (1 + rounding)) {
      above++;
    }
    return Measured.builder()
        .put(Measure.ROWS, rows)
        .put(Measure.COLUMNS, columns)
        .put(Measure.FROBENIUS_NORM, weight.get(Measure.FROBENIUS_NORM))
        .put(Measure.SPECTRAL_NORM, weight.get(Measure.SPECTRAL_NORM))
        .put(Measure.WEIGHT_STABLE_RANK, weight.get(Measure.WEIGHT_STABLE_RANK))
        .put(Measure.MATRIX_EFFECTIVE_RANK, defined ? Spectrum.effectiveRank(sigma) : Double.NaN)
        .put(Measure.POWER_LAW_ALPHA, law.alpha())
        .put(Measure.POWER_LAW_DISTANCE, law.distance())
        .put(Measure.POWER_LAW_X_MIN, Double.isNaN(law.values()) ? Double.NaN : square(sigma[(int) law.values() - 1]))
        .put(Measure.POWER_LAW_VALUES, law.values())
        .put(Measure.MARCHENKO_PASTUR_EDGE, square(edge))
        .put(Measure.VALUES_ABOVE_EDGE, defined ? above : Double.NaN)
        .put(Measure.WEIGHT_SPECTRUM_METHOD, weight.text(Measure.WEIGHT_SPECTRUM_METHOD))
        .put(Measure.WEIGHT_SINGULAR_VALUES, weight.list(Measure.WEIGHT_SINGULAR_VALUES))
        .build();
  }

  /** NaN where float64 does not hold the square to its precision. */
  private static double square(double value) {
    double square = value * value;
    return value == 0 || square >= Double.MIN_NORMAL && square <= Double.MAX_VALUE ? square : Double.NaN;
  }
}
