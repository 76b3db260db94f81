package dev.lamina.device;

import org.opentest4j.AssertionFailedError;

/** Comparisons of stacks of matrices that name the worst entry. */
final class Check {
  private Check() {}

  /** Every entry within {@code bound} of what is expected; NaN equals nothing. */
  static void close(String what, Host expected, Host.Entry bound, Host actual) {
    sameShape(what, expected, actual);
    double worst = 0;
    String message = null;
    for (int e = 0; e < expected.members(); e++) {
      for (int j = 0; j < expected.columns(); j++) {
        for (int i = 0; i < expected.rows(); i++) {
          double allowed = bound.at(e, i, j);
          boolean undefined = Double.isNaN(expected.at(e, i, j)) && Double.isNaN(actual.at(e, i, j));
          double error = undefined ? 0 : Math.abs(expected.at(e, i, j) - actual.at(e, i, j));
          double excess = error <= allowed ? 0 : Double.isNaN(error) ? Double.POSITIVE_INFINITY : error / allowed;
          if (excess > worst) {
            worst = excess;
            message = what + ": worst at member " + e + ", row " + i + ", column " + j + ": expected "
                + expected.at(e, i, j) + " but was " + actual.at(e, i, j) + ", an error of " + error
                + " where at most " + allowed + " is allowed";
          }
        }
      }
    }
    if (message != null) {
      throw new AssertionFailedError(message);
    }
  }

  /** Every entry within one absolute bound. */
  static void close(String what, Host expected, double bound, Host actual) {
    close(what, expected, (e, i, j) -> bound, actual);
  }

  /** Bit for bit; NaN equals NaN, and -0 does not equal 0. */
  static void same(String what, Host expected, Host actual) {
    sameShape(what, expected, actual);
    for (int i = 0; i < expected.values().length; i++) {
      if (Double.compare(expected.values()[i], actual.values()[i]) != 0) {
        int size = expected.rows() * expected.columns();
        throw new AssertionFailedError(what + ": first difference at member " + i / size + ", row "
            + i % size % expected.rows() + ", column " + i % size / expected.rows() + ": expected "
            + expected.values()[i] + " but was " + actual.values()[i]);
      }
    }
  }

  private static void sameShape(String what, Host expected, Host actual) {
    if (expected.rows() != actual.rows() || expected.columns() != actual.columns()
        || expected.members() != actual.members()) {
      throw new AssertionFailedError(what + ": expected " + shape(expected) + " but was " + shape(actual));
    }
  }

  private static String shape(Host host) {
    return host.rows() + " x " + host.columns() + " x " + host.members();
  }
}
