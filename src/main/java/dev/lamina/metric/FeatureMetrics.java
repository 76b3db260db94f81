package dev.lamina.metric;

import java.util.LinkedHashMap;
import java.util.List;

/**
 * Measures of the features {@code H} (d x N, K classes of {@code n_k} samples, class means {@code mu_k}, sample mean
 * {@code mu_G}, {@code m_k = mu_k - mu_G}) of one layer of one network. Definitions are those of docs/metrics.md.
 * NaN means undefined for these features, for the reason given, or not measured by the {@link MeterOptions}.
 *
 * @param samples N
 * @param dimension d
 * @param classCounts n_k
 * @param traceWithin {@code Tr S_W = (1/N) sum |h - mu_y|^2}
 * @param traceBetween {@code Tr S_B = (1/K) sum |m_k|^2}, unweighted
 * @param compression {@code C = Tr S_W / Tr S_B}; NaN if the class means agree to rounding, for
 *     which one rule stands in {@code docs/numerics.md}
 * @param discrimination {@code D = 1 - max cos(mu_i, mu_j)}, signed, uncentred; NaN if a class mean is zero to
 *     rounding or K = 1
 * @param nc1 {@code (1/K) Tr(S_W S_B^+)}, the pseudo-inverse cut at rank K-1; NaN if the class means agree
 * @param separationFuzziness {@code Tr(S_W S_Bn^+)}, the between scatter weighted by class size; NaN like {@code nc1}
 * @param numericalRank the fewest singular values of H whose sum reaches 95 % of all; a whole number
 * @param effectiveRank {@code exp} of the entropy of {@code sigma / sum sigma}
 * @param stableRank {@code |H|_F^2 / sigma_1^2}
 * @param nc2Equinorm population deviation of {@code |m_k|} over their mean; NaN if the class means agree
 * @param nc2EquiangularStd population deviation of {@code cos(m_i, m_j)}; NaN if an {@code m_k} is zero to rounding or
 *     K = 1
 * @param nc2MaxAngle mean of {@code |cos(m_i, m_j) + 1/(K-1)|}; NaN like {@code nc2EquiangularStd}
 * @param cdnv mean over pairs of {@code (Var_i + Var_j) / (2 |mu_i - mu_j|^2)}; NaN if two class means agree to rounding
 *     or K = 1
 * @param nc2 Frobenius distance of the normalised Gram matrix of {@code m_k} from a simplex's; NaN like {@code nc1}
 * @param nearestCentreAccuracy share of samples whose nearest class mean is their own
 * @param participationRatio {@code (sum lambda)^2 / sum lambda^2}, lambda the eigenvalues of the (centred) covariance;
 *     NaN if all samples are equal
 * @param intrinsicDimension TwoNN, {@code (N-1) / sum log(r_2/r_1)} over samples without a duplicate (Facco et al.
 *     2017), N counting those only; NaN if fewer than two remain or all ratios are 1
 * @param duplicates samples left out of {@code intrinsicDimension} since another one equals them; 0 if not measured
 * @param nc3 {@code | W M / |W M|_F - (I - 11^T/K)/sqrt(K-1) |_F} with the classifier W; NaN but for the last layer,
 *     or if the class means agree
 * @param nc3Difference {@code | W/|W|_F - M^T/|M|_F |_F} (Papyan et al. 2020); NaN like {@code nc3}
 * @param nc4 share of samples on which the classifier and the nearest class mean <em>agree</em>; NaN but for the last
 *     layer
 * @param cka linear CKA with every measured layer, this one included, in order; empty if not measured, NaN where a
 *     layer's samples are all equal
 * @param spectrumMethod {@link SpectrumMethod#label()} of what was used
 * @param singularValues of H, uncentred, largest first; empty if not measured
 */
public record FeatureMetrics(
    int samples,
    int dimension,
    List<Integer> classCounts,
    double traceWithin,
    double traceBetween,
    double compression,
    double discrimination,
    double nc1,
    double separationFuzziness,
    double numericalRank,
    double effectiveRank,
    double stableRank,
    double nc2Equinorm,
    double nc2EquiangularStd,
    double nc2MaxAngle,
    double cdnv,
    double nc2,
    double nearestCentreAccuracy,
    double participationRatio,
    double intrinsicDimension,
    int duplicates,
    double nc3,
    double nc3Difference,
    double nc4,
    List<Double> cka,
    String spectrumMethod,
    List<Double> singularValues) {

  public FeatureMetrics {
    classCounts = List.copyOf(classCounts);
    cka = List.copyOf(cka);
    singularValues = List.copyOf(singularValues);
  }

  /** K. */
  public int classes() {
    return classCounts.size();
  }

  /** Every measure under its name in results, in their order; undefined ones stay NaN. */
  public LinkedHashMap<String, Object> toMap() {
    LinkedHashMap<String, Object> map = new LinkedHashMap<>();
    map.put("samples", samples);
    map.put("dimension", dimension);
    map.put("classes", classes());
    map.put("class_counts", classCounts);
    map.put("trace_within", traceWithin);
    map.put("trace_between", traceBetween);
    map.put("compression", compression);
    map.put("discrimination", discrimination);
    map.put("nc1", nc1);
    map.put("separation_fuzziness", separationFuzziness);
    map.put("numerical_rank", wholeOrNaN(numericalRank));
    map.put("effective_rank", effectiveRank);
    map.put("stable_rank", stableRank);
    map.put("nc2_equinorm", nc2Equinorm);
    map.put("nc2_equiangular_std", nc2EquiangularStd);
    map.put("nc2_max_angle", nc2MaxAngle);
    map.put("cdnv", cdnv);
    map.put("nc2", nc2);
    map.put("nearest_centre_accuracy", nearestCentreAccuracy);
    map.put("participation_ratio", participationRatio);
    map.put("intrinsic_dimension", intrinsicDimension);
    map.put("duplicates", duplicates);
    map.put("nc3", nc3);
    map.put("nc3_difference", nc3Difference);
    map.put("nc4", nc4);
    map.put("cka", cka);
    map.put("spectrum_method", spectrumMethod);
    map.put("singular_values", singularValues);
    return map;
  }

  /** A count as an {@link Integer}, so that it is written without a decimal point; NaN as it is. */
  static Object wholeOrNaN(double count) {
    if (Double.isNaN(count)) {
      return count;
    }
    return (int) count;
  }
}
