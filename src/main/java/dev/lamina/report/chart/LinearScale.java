package dev.lamina.report.chart;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * An evenly divided axis.
 *
 * @param low value at its start
 * @param high value at its end, above {@code low}
 * @param step between ticks, a multiple of which every tick is
 * @param percent whether the values are shares, labelled as percentages
 */
public record LinearScale(double low, double high, double step, boolean percent) implements Scale {
  /** Below this relative width, values differ by rounding only and are drawn as equal. */
  private static final double ROUNDING = 1e-9;

  /** Beyond this size the width of an axis could overflow. */
  private static final double LARGEST = 1e300;

  private static final int INTERVALS = 5;
  private static final int WHOLE_INTERVALS = 12;

  /** Widths along a horizontal axis, in digits: of the axis, and of the gap that keeps two labels apart. */
  private static final int AXIS = 40;

  private static final int GAP = 2;

  /** Checks that it is an axis. */
  public LinearScale {
    if (!(high > low) || !(step > 0) || Double.isInfinite(high - low)) {
      throw new IllegalArgumentException("not an axis: " + low + " to " + high + " by " + step);
    }
  }

  /**
   * An axis around those of the values that it can place, beginning and ending at a tick; equal values come to lie in
   * its middle.
   */
  public static LinearScale around(Collection<Double> values) {
    double low = values.stream().filter(LinearScale::drawable).mapToDouble(v -> v).min().orElse(0);
    double high = values.stream().filter(LinearScale::drawable).mapToDouble(v -> v).max().orElse(1);
    double size = Math.max(Math.abs(low), Math.abs(high));
    if (high - low <= ROUNDING * size) {
      double margin = size == 0 ? 1 : 0.1 * size;
      low -= margin;
      high += margin;
    }
    double step = step(high - low, INTERVALS);
    return new LinearScale(
        Math.floor(low / step + ROUNDING) * step, Math.ceil(high / step - ROUNDING) * step, step, false);
  }

  /** An axis of shares: from 0 where the values spread widely, else around them; never beyond 100 %. */
  public static LinearScale shares(Collection<Double> values) {
    double low = values.stream().filter(LinearScale::drawable).mapToDouble(v -> v).min().orElse(0);
    LinearScale near = around(values);
    return low < 0.5
        ? new LinearScale(0, 1, 0.2, true)
        : new LinearScale(Math.min(near.low, 1 - near.step), 1, near.step, true);
  }

  /** An axis for the whole numbers from {@code low} to {@code high}, with room beside them. */
  public static LinearScale whole(double low, double high) {
    double margin = Math.max(0.5, 0.02 * (high - low));
    int digits = (int) Math.log10(Math.max(1, high)) + 1;
    int intervals = Math.min(WHOLE_INTERVALS, AXIS / (digits + GAP));
    return new LinearScale(low - margin, high + margin, Math.max(1, step(high - low, intervals)), false);
  }

  private static boolean drawable(double value) {
    return Math.abs(value) <= LARGEST;
  }

  /** The smallest of 1, 2 and 5 times a power of ten that divides the width into at most so many intervals. */
  private static double step(double width, int intervals) {
    if (!(width > 0)) {
      return 1;
    }
    double rough = width / intervals;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    for (double factor : new double[] {1, 2, 5}) {
      if (factor * power >= rough * (1 - ROUNDING)) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  @Override
  public boolean isLogarithmic() {
    return false;
  }

  @Override
  public boolean places(double value) {
    return drawable(value);
  }

  @Override
  public double position(double value) {
    return (value - low) / (high - low);
  }

  @Override
  public List<Tick> ticks() {
    List<Tick> ticks = new ArrayList<>();
    double first = Math.ceil(low / step - 1e-6);
    double last = Math.floor(high / step + 1e-6);
    for (double multiple = first; multiple <= last; multiple++) {
      ticks.add(new Tick(position(multiple * step), label(multiple * step), ""));
    }
    return ticks;
  }

  private String label(double value) {
    double shown = percent ? 100 * value : value;
    double shownStep = percent ? 100 * step : step;
    if (Math.abs(shown) >= 1e7 || shownStep < 1e-7) {
      return Numbers.format(shown);
    }
    int decimals = (int) Math.max(0, Math.ceil(-Math.log10(shownStep) - 1e-6));
    String label = BigDecimal.valueOf(shown).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
    return (label.startsWith("-") ? "\u2212" + label.substring(1) : label) + (percent ? "%" : "");
  }
}
