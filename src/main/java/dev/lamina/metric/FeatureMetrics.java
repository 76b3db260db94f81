package dev.lamina.metric;

import dev.lamina.result.Measure;
import dev.lamina.result.Measured;
import java.util.List;

/**
 * Measures of the features {@code H} (d x N, K classes of {@code n_k} samples, class means {@code mu_k}, sample mean
 * {@code mu_G}, {@code m_k = mu_k - mu_G}) of one layer of one network. {@link Measure} has their definitions, which
 * docs/metrics.md lists. NaN means undefined for these features, for the reason given there, or not measured by the
 * {@link MeterOptions}.
 *
 * @param measured all of them
 */
public record FeatureMetrics(Measured measured) {

  /** The number, NaN where it is undefined or was not measured. */
  public double get(Measure measure) {
    return measured.get(measure);
  }

  /** {@code C = Tr S_W / Tr S_B}; with {@link #discrimination} what everything else here is about. */
  public double compression() {
    return get(Measure.COMPRESSION);
  }

  /** {@code D = 1 - max cos(mu_i, mu_j)}. */
  public double discrimination() {
    return get(Measure.DISCRIMINATION);
  }

  /** {@code n_k}. */
  public List<Integer> classCounts() {
    return measured.list(Measure.CLASS_COUNTS).stream().map(Double::intValue).toList();
  }

  /** Linear CKA with every measured layer, this one included, in order; empty if not measured. */
  public List<Double> cka() {
    return measured.list(Measure.CKA);
  }

  /** {@link SpectrumMethod#label()} of what was used. */
  public String spectrumMethod() {
    return measured.text(Measure.SPECTRUM_METHOD);
  }

  /** Of H, uncentred, largest first; empty if not measured. */
  public List<Double> singularValues() {
    return measured.list(Measure.SINGULAR_VALUES);
  }
}
