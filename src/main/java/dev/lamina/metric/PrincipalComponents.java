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
import java.util.Arrays;

/**
 * The first two principal components of features: with {@code X_c} the d x N features less their mean and
 * {@code X_c = U S V^T}, sample i lies at {@code (s_1 v_i1, s_2 v_i2)}.
 *
 * @param scores N x 2, sample after sample
 * @param shares of the variance that both axes hold, {@code s_j^2 / sum s^2}
 */
public record PrincipalComponents(double[] scores, double[] shares) {

  private static final int AXES = 2;

  /** Values that are on the host at a time, about. */
  private static final int PIECE = 1 << 18;

  /** Where they are found. */
  public record Layout(Slot centred, Slot gram, Slot values, Slot scores) {}

  /** Plans what {@link #of} works in, for d x n features. */
  public static Layout plan(MemoryPlan plan, int d, int n) {
    int side = Math.min(d, n);
    return new Layout(plan.add(Purpose.WORKSPACE, "centred features", ElementType.FLOAT64, d, n, 1),
        plan.add(Purpose.WORKSPACE, "Gram matrix", ElementType.FLOAT64, side, side, 1),
        plan.add(Purpose.WORKSPACE, "eigenvalues", ElementType.FLOAT64, side, 1, 1),
        plan.add(Purpose.WORKSPACE, "scores", ElementType.FLOAT64, Math.min(AXES, side), n, 1));
  }

  /**
   * Finds them by the eigenvectors of the smaller of the two float64 Gram matrices of the centred features. Of each
   * axis the score of the largest magnitude is positive.
   *
   * @param arena of {@code layout}
   * @param x d x N of one member; N at least 2
   */
  public static PrincipalComponents of(Device device, Arena arena, Layout layout, Matrix x) {
    int d = x.rows();
    int n = x.columns();
    boolean wide = n > d;
    int side = Math.min(d, n);
    int axes = Math.min(AXES, side);
    Matrix centred = arena.matrix(layout.centred());
    Matrix gram = arena.matrix(layout.gram());
    Matrix values = arena.matrix(layout.values());
    centre(device, x, centred);
    int exponent = normalize(device, centred, PackedResults.view(values, 1, 1, 1));
    device.gram(wide, centred, gram);
    device.symmetricEigen(true, gram, values);
    double[] eigenvalues = new double[side];
    device.read(values, eigenvalues);
    double[] scores = new double[AXES * n];
    if (wide) {
      Matrix projected = arena.matrix(layout.scores());
      device.gemm(Transpose.YES, Transpose.NO, Scalar.ONE, gram.columns(side - axes, side), centred, Scalar.ZERO,
          projected);
      double[] columns = new double[axes * n];
      device.read(projected, columns);
      for (int i = 0; i < n; i++) {
        for (int axis = 0; axis < axes; axis++) {
          scores[AXES * i + axis] = columns[axes * i + axes - 1 - axis];
        }
      }
    } else {
      double[] vectors = new double[axes * side];
      device.read(gram.columns(side - axes, side), vectors);
      for (int axis = 0; axis < axes; axis++) {
        double length = Math.sqrt(Math.max(0, eigenvalues[side - 1 - axis]));
        for (int i = 0; i < n; i++) {
          scores[AXES * i + axis] = length * vectors[(axes - 1 - axis) * side + i];
        }
      }
    }
    turn(scores);
    Arrays.setAll(scores, i -> Math.scalb(scores[i], exponent));
    return new PrincipalComponents(scores, shares(eigenvalues, axes));
  }

  /** Divides by a power of two, whose exponent it returns, so that squares neither overflow nor underflow. */
  private static int normalize(Device device, Matrix x, Matrix magnitude) {
    device.magnitude(x, magnitude);
    device.normalize(x, magnitude, x);
    double[] largest = new double[1];
    device.read(magnitude, largest);
    return Exponents.of(largest[0]);
  }

  /** {@code centred = x} less its mean, some samples at a time. */
  private static void centre(Device device, Matrix x, Matrix centred) {
    int d = x.rows();
    int n = x.columns();
    int most = Math.max(1, PIECE / d);
    double[] mean = new double[d];
    for (int from = 0; from < n; from += most) {
      double[] values = read(device, x.columns(from, Math.min(n, from + most)));
      for (int j = 0; j < values.length; j++) {
        mean[j % d] += values[j];
      }
    }
    for (int i = 0; i < d; i++) {
      mean[i] /= n;
    }
    for (int from = 0; from < n; from += most) {
      int to = Math.min(n, from + most);
      double[] values = read(device, x.columns(from, to));
      for (int j = 0; j < values.length; j++) {
        values[j] -= mean[j % d];
      }
      device.write(values, centred.columns(from, to));
    }
  }

  private static double[] read(Device device, Matrix x) {
    double[] values = new double[Math.toIntExact(x.stored())];
    device.read(x, values);
    return values;
  }

  private static void turn(double[] scores) {
    for (int axis = 0; axis < AXES; axis++) {
      double largest = 0;
      for (int i = axis; i < scores.length; i += AXES) {
        largest = Math.abs(scores[i]) > Math.abs(largest) ? scores[i] : largest;
      }
      for (int i = axis; i < scores.length && largest < 0; i += AXES) {
        scores[i] = -scores[i];
      }
    }
  }

  private static double[] shares(double[] eigenvalues, int axes) {
    double sum = 0;
    for (double value : eigenvalues) {
      sum += value;
    }
    double[] shares = new double[AXES];
    for (int axis = 0; axis < axes; axis++) {
      shares[axis] = eigenvalues[eigenvalues.length - 1 - axis] / sum;
    }
    return shares;
  }
}
