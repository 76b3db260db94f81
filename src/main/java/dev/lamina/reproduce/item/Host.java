package dev.lamina.reproduce.item;

import dev.lamina.network.HostMatrix;
import java.util.stream.IntStream;

/**
 * Products of small matrices in plain loops, in float64: what derived numbers are computed by, apart from any device.
 */
final class Host {

  private Host() {}

  /** {@code A B}. */
  static HostMatrix product(HostMatrix a, HostMatrix b) {
    if (a.columns() != b.rows()) {
      throw new IllegalArgumentException(a.columns() + " columns cannot be multiplied with " + b.rows() + " rows");
    }
    double[] values = new double[a.rows() * b.columns()];
    for (int i = 0; i < a.rows(); i++) {
      for (int k = 0; k < a.columns(); k++) {
        double factor = a.values()[i * a.columns() + k];
        for (int j = 0; j < b.columns(); j++) {
          values[i * b.columns() + j] += factor * b.values()[k * b.columns() + j];
        }
      }
    }
    return new HostMatrix("product", a.rows(), b.columns(), values);
  }

  /** {@code A^T}. */
  static HostMatrix transposed(HostMatrix a) {
    double[] values = new double[a.values().length];
    for (int i = 0; i < a.rows(); i++) {
      for (int j = 0; j < a.columns(); j++) {
        values[j * a.rows() + i] = a.values()[i * a.columns() + j];
      }
    }
    return new HostMatrix(a.name(), a.columns(), a.rows(), values);
  }

  /** {@code a A + b B}. */
  static HostMatrix sum(double a, HostMatrix first, double b, HostMatrix second) {
    return new HostMatrix(first.name(), first.rows(), first.columns(), IntStream.range(0, first.values().length)
        .mapToDouble(i -> a * first.values()[i] + b * second.values()[i]).toArray());
  }

  /** {@code |A|_F}. */
  static double norm(HostMatrix a) {
    double squares = 0;
    for (double value : a.values()) {
      squares += value * value;
    }
    return Math.sqrt(squares);
  }
}
