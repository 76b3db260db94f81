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

  /**
   * Finds them by the eigenvectors of the smaller of the two float64 Gram matrices of the centred features. Of each axis the
   * score of the largest magnitude is positive.
   *
   * @param x d x N of one member; N at least 2
   */
  public static PrincipalComponents of(Device device, Matrix x) {
    int d = x.rows();
    int n = x.columns();
    boolean wide = n > d;
    int side = Math.min(d, n);
    int axes = Math.min(AXES, side);
    MemoryPlan plan = new MemoryPlan();
    Slot centredSlot = plan.add(Purpose.WORKSPACE, "centred features", ElementType.FLOAT64, d, n, 1);
    Slot gramSlot = plan.add(Purpose.WORKSPACE, "Gram matrix", ElementType.FLOAT64, side, side, 1);
    Slot valueSlot = plan.add(Purpose.WORKSPACE, "eigenvalues", ElementType.FLOAT64, side, 1, 1);
    Slot scoreSlot = plan.add(Purpose.WORKSPACE, "scores", ElementType.FLOAT64, axes, n, 1);
    try (Arena arena = device.allocate(plan)) {
      Matrix centred = arena.matrix(centredSlot);
      Matrix gram = arena.matrix(gramSlot);
      Matrix values = arena.matrix(valueSlot);
      device.write(centred(device, x), centred);
      int exponent = normalize(device, centred, PackedResults.view(values, 1, 1, 1));
      device.gram(wide, centred, gram);
      device.symmetricEigen(true, gram, values);
      double[] eigenvalues = new double[side];
      device.read(values, eigenvalues);
      double[] scores = new double[AXES * n];
      if (wide) {
        Matrix projected = arena.matrix(scoreSlot);
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
        double[] vectors = new double[side * side];
        device.read(gram, vectors);
        for (int axis = 0; axis < axes; axis++) {
          int column = side - 1 - axis;
          for (int i = 0; i < n; i++) {
            scores[AXES * i + axis] = Math.sqrt(Math.max(0, eigenvalues[column])) * vectors[column * side + i];
          }
        }
      }
      turn(scores);
      Arrays.setAll(scores, i -> Math.scalb(scores[i], exponent));
      return new PrincipalComponents(scores, shares(eigenvalues, axes));
    }
  }

  /** Divides by a power of two, whose exponent it returns, so that squares neither overflow nor underflow. */
  private static int normalize(Device device, Matrix x, Matrix magnitude) {
    device.magnitude(x, magnitude);
    device.normalize(x, magnitude, x);
    double[] largest = new double[1];
    device.read(magnitude, largest);
    return Exponents.of(largest[0]);
  }

  private static double[] centred(Device device, Matrix x) {
    int d = x.rows();
    double[] values = new double[Math.toIntExact(x.stored())];
    device.read(x, values);
    for (int i = 0; i < d; i++) {
      double sum = 0;
      for (int j = i; j < values.length; j += d) {
        sum += values[j];
      }
      double mean = sum / x.columns();
      for (int j = i; j < values.length; j += d) {
        values[j] -= mean;
      }
    }
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
