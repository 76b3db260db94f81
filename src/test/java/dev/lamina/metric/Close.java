package dev.lamina.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Comparisons relative to the expected value. */
final class Close {

  private Close() {}

  static void assertClose(String what, double expected, double actual, double relative) {
    assertEquals(expected, actual, relative * Math.abs(expected), what);
  }

  /** Relative, but for what is zero up to rounding. */
  static void assertClose(String what, double expected, double actual, double relative, double absolute) {
    assertEquals(expected, actual, Math.max(absolute, relative * Math.abs(expected)), what);
  }
}
