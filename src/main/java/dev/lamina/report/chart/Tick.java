package dev.lamina.report.chart;

/**
 * A mark on an axis: {@code base} with {@code exponent} raised above it; a minor tick has neither.
 *
 * @param position from 0 at the start of the axis to 1 at its end
 * @param base the label, or what stands under the exponent
 * @param exponent empty for an ordinary number
 */
record Tick(double position, String base, String exponent) {
  static Tick minor(double position) {
    return new Tick(position, "", "");
  }

  boolean major() {
    return !base.isEmpty();
  }
}
