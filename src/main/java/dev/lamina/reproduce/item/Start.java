package dev.lamina.reproduce.item;

import static dev.lamina.experiment.InitKind.BALANCED;
import static dev.lamina.experiment.InitKind.DEFAULT;
import static dev.lamina.experiment.InitKind.GAUSSIAN;
import static dev.lamina.experiment.InitKind.IDENTITY;
import static dev.lamina.experiment.InitKind.KAIMING;
import static dev.lamina.experiment.InitKind.ORTHOGONAL;
import static dev.lamina.experiment.InitKind.UNIFORM;
import static dev.lamina.experiment.InitKind.XAVIER;

import dev.lamina.experiment.InitKind;
import dev.lamina.metric.ClosedForms;
import dev.lamina.reproduce.Ensemble;
import java.util.List;

/**
 * A way to begin, as the initialisation item varies it.
 *
 * @param kind {@code init.kind}
 * @param scale {@code init.scale}; not read by kinds that have their own
 * @param epsilon the root mean square of the singular values of a square matrix that starts so
 */
record Start(InitKind kind, double scale, double epsilon) {

  static final List<Start> QUICK = List.of(
      orthogonal(0.2), orthogonal(0.3), orthogonal(0.5), orthogonal(0.8), orthogonal(1), identity(0.3), identity(0.5),
      gaussian(0.3), gaussian(0.5), gaussian(0.8), uniform(0.5), uniform(0.8), pytorch(DEFAULT, Math.sqrt(1.0 / 3)),
      pytorch(KAIMING, 1), pytorch(XAVIER, 1), new Start(BALANCED, 0.3, 0.3));

  static final List<Start> ALL = List.of(
      orthogonal(0.2), orthogonal(0.3), orthogonal(0.4), orthogonal(0.5), orthogonal(0.6),
      orthogonal(0.8), orthogonal(1), identity(0.2), identity(0.3), identity(0.5), identity(0.8), identity(1),
      gaussian(0.2), gaussian(0.3), gaussian(0.5), gaussian(0.8), gaussian(1), uniform(0.5), uniform(0.8), uniform(1),
      uniform(1.5), pytorch(DEFAULT, Math.sqrt(1.0 / 3)), pytorch(KAIMING, 1), pytorch(XAVIER, 1),
      new Start(BALANCED, 0.3, 0.3), new Start(BALANCED, 0.5, 0.5), new Start(BALANCED, 1, 1));

  private static Start orthogonal(double scale) {
    return new Start(ORTHOGONAL, scale, scale);
  }

  private static Start identity(double scale) {
    return new Start(IDENTITY, scale, scale);
  }

  /** Entries of deviation {@code scale / sqrt(inputs)}. */
  private static Start gaussian(double scale) {
    return new Start(GAUSSIAN, scale, scale);
  }

  /** Entries uniform within {@code scale / sqrt(inputs)}, whose deviation is less by the root of 3. */
  private static Start uniform(double scale) {
    return new Start(UNIFORM, scale, scale / Math.sqrt(3));
  }

  private static Start pytorch(InitKind kind, double epsilon) {
    return new Start(kind, 1, epsilon);
  }

  boolean isOrthogonal() {
    return kind == ORTHOGONAL || kind == IDENTITY;
  }

  boolean isBalanced() {
    return kind == BALANCED;
  }

  /** Whether it sets its own scale. */
  boolean isOfPytorch() {
    return List.of(DEFAULT, KAIMING, XAVIER).contains(kind);
  }

  String label() {
    return isOfPytorch() ? kind.word() : kind.word() + "-" + scale;
  }

  /** The factor of C if all singular values began at {@link #epsilon}. */
  double rate(Ensemble e) {
    double first = ClosedForms.orthonormalCompression(0, e.depth(), e.config().classes(), e.perClass(), epsilon,
        e.config().outputScale());
    return ClosedForms.orthonormalCompression(1, e.depth(), e.config().classes(), e.perClass(), epsilon,
        e.config().outputScale()) / first;
  }
}
