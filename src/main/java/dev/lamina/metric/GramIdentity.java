package dev.lamina.metric;

import dev.lamina.device.Arena;
import dev.lamina.device.Device;
import dev.lamina.device.ElementType;
import dev.lamina.device.Exponents;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.MemoryPlan.Purpose;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Scalar;
import dev.lamina.device.Transpose;
import java.util.List;

/**
 * The Gram identity of balanced linear networks, {@code (Z^l)^T Z^l = X^T A^l X} with {@code A = W_1^T W_1}
 * (docs/theory.md, L1): the features of every layer follow from the data and the first matrix.
 */
public final class GramIdentity {

  /** Samples above which the N x N matrices are not worth their time; the identity is then not checked. */
  public static final int MAX_SAMPLES = 2000;

  private GramIdentity() {}

  /** Where it works. */
  public record Layout(
      Slot weights, Slot even, Slot odd, Slot scaled, Slot magnitudes, Slot difference, Slot squares) {}

  /**
   * Plans what {@link #deviations} works in.
   *
   * @param dimension d of the data
   * @param width rows of {@code W_1}
   * @param samples up to {@link #MAX_SAMPLES}
   * @param layers of features, the data included
   */
  public static Layout plan(MemoryPlan plan, int dimension, int width, int samples, int layers) {
    return new Layout(add(plan, Purpose.WORKSPACE, "first weights", width, dimension),
        add(plan, Purpose.WORKSPACE, "even power", dimension, samples),
        add(plan, Purpose.WORKSPACE, "odd power", width, samples),
        add(plan, Purpose.WORKSPACE, "features over a power of two", Math.max(dimension, width), samples),
        add(plan, Purpose.METRICS, "magnitudes", 1, 2),
        add(plan, Purpose.WORKSPACE, "difference", samples, samples),
        add(plan, Purpose.METRICS, "squares", 2, layers));
  }

  private static Slot add(MemoryPlan plan, Purpose purpose, String name, int rows, int columns) {
    return plan.add(purpose, name, ElementType.FLOAT64, rows, columns, 1);
  }

  /**
   * Measures {@code |(Z^l)^T Z^l - X^T A^l X|_F / |(Z^l)^T Z^l|_F} in float64. It waits, so it belongs at the end of a
   * run.
   *
   * @param arena of {@code layout}
   * @param features of one network, layer 0 the data X, d x N each
   * @param first {@code W_1} of that network
   * @return for each layer, 0 for the first
   */
  public static double[] deviations(Device device, Arena arena, Layout layout, List<Matrix> features,
      Matrix first) {
    int samples = features.get(0).columns();
    Matrix w = arena.matrix(layout.weights());
    Matrix gram = arena.matrix(layout.difference());
    Matrix sums = arena.matrix(layout.squares());
    device.copy(Transpose.NO, first, w);
    device.copy(Transpose.NO, features.get(0), arena.matrix(layout.even()));
    Matrix magnitude = arena.matrix(layout.magnitudes());
    double[] largestOf = new double[2];
    // Of what each power was divided by since the first.
    int exponent = 0;
    for (int l = 0; l < features.size(); l++) {
      // X^T A^l X = U^T U, where U takes W_1 and W_1^T in turn: U_1 = W_1 X, U_2 = W_1^T W_1 X, and so on.
      Matrix power = arena.matrix(l % 2 == 0 ? layout.even() : layout.odd());
      if (l > 0) {
        device.gemm(l % 2 == 1 ? Transpose.NO : Transpose.YES, Transpose.NO, Scalar.ONE, w,
            arena.matrix(l % 2 == 0 ? layout.odd() : layout.even()), Scalar.ZERO, power);
      }
      // Both sides over powers of two: in a deep network their squares underflow.
      Matrix x = PackedResults.view(arena.matrix(layout.scaled()), features.get(l).rows(), samples, 1);
      normalize(device, features.get(l), magnitude.columns(0, 1), x);
      normalize(device, power, magnitude.columns(1, 2), power);
      device.read(magnitude, largestOf);
      exponent += Exponents.of(largestOf[1]);
      double factor = Math.scalb(1.0, 2 * (exponent - Exponents.of(largestOf[0])));
      Matrix column = sums.columns(l, l + 1).reshape(1, 2);
      device.gram(false, x, gram);
      device.sumOfSquares(gram, column.columns(0, 1));
      device.gemm(Transpose.YES, Transpose.NO, Scalar.of(-factor), power, power, Scalar.ONE, gram);
      device.sumOfSquares(gram, column.columns(1, 2));
    }
    double[] read = new double[2 * features.size()];
    device.read(sums, read);
    double[] deviations = new double[features.size()];
    for (int l = 0; l < deviations.length; l++) {
      deviations[l] = Math.sqrt(read[2 * l + 1] / read[2 * l]);
    }
    return deviations;
  }

  private static void normalize(Device device, Matrix source, Matrix magnitude, Matrix target) {
    device.magnitude(source, magnitude);
    device.normalize(source, magnitude, target);
  }
}
