package dev.lamina.reproduce.item;

import dev.lamina.metric.ClosedForms;
import dev.lamina.reproduce.Ensemble;
import dev.lamina.result.TheoryCheck;
import java.util.Arrays;
import java.util.List;

/** What theory predicts for an ensemble of deep linear networks, in the terms of its configuration. */
final class Linear {

  private Linear() {}

  /** {@code C_l} of exactly orthonormal data (docs/theory.md, L6). */
  static double compression(Ensemble e, int layer) {
    return ClosedForms.orthonormalCompression(layer, e.depth(), e.config().classes(), e.perClass(),
        e.config().initScale(), e.config().outputScale());
  }

  /** {@code C_{l+1} / C_l = epsilon^2 / (n/alpha^2)^{1/L}}. */
  static double rate(Ensemble e) {
    return compression(e, 1) / compression(e, 0);
  }

  /**
   * The largest deviation of a theory check over the layers, for each member; NaN where one is NaN or it does not
   * apply.
   */
  static double[] worst(Ensemble e, String check) {
    return e.theory().stream().mapToDouble(checks -> checks.stream().filter(each -> each.name().equals(check))
        .mapToDouble(TheoryCheck::deviation).max().orElse(Double.NaN)).toArray();
  }

  /** The largest deviation of a theory check divided by its layer, for each member: what each layer adds. */
  static double[] worstPerLayer(Ensemble e, String check) {
    return e.theory().stream().mapToDouble(checks -> checks.stream().filter(each -> each.name().equals(check))
        .mapToDouble(each -> each.deviation() / each.layer()).max().orElse(Double.NaN)).toArray();
  }

  /** Measured over predicted of a theory check, all members and layers. */
  static double[] quotients(Ensemble e, String check) {
    return e.theory().stream().flatMap(List::stream).filter(each -> each.name().equals(check))
        .mapToDouble(each -> each.measured() / each.predicted()).toArray();
  }

  /** {@code value / by}, each. */
  static double[] scaled(double[] values, double by) {
    return Arrays.stream(values).map(value -> value / by).toArray();
  }
}
