package dev.lamina.report.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * A logarithmic axis. Its ends are kept as exponents, because the ends of a range of subnormal numbers are no doubles.
 *
 * @param low decimal logarithm at its start
 * @param high decimal logarithm at its end, above {@code low}
 */
public record LogScale(double low, double high) implements Scale {
  private static final int LABELS = 8;
  private static final int DECADES_WITH_MINOR_TICKS = 8;
  private static final double[] NICE = {0, Math.log10(2), Math.log10(5), 1};

  /** Logarithms closer than this are equal but for rounding. */
  private static final double ROUNDING = 1e-9;

  /** Checks that it is an axis. */
  public LogScale {
    if (!(high > low) || Double.isInfinite(high - low)) {
      throw new IllegalArgumentException("not an axis: 10^" + low + " to 10^" + high);
    }
  }

  /** An axis around those of the values that it can place, between multiples of 1, 2 or 5 of powers of ten. */
  public static LogScale around(Collection<Double> values) {
    double low = values.stream().filter(LogScale::positive).mapToDouble(Math::log10).min().orElse(0);
    double high = values.stream().filter(LogScale::positive).mapToDouble(Math::log10).max().orElse(0);
    double start = nice(low, false);
    double end = nice(high, true);
    return end - start > ROUNDING
        ? new LogScale(start, end)
        : new LogScale(nice(low - 0.1, false), nice(high + 0.1, true));
  }

  private static boolean positive(double value) {
    return value > 0 && Double.isFinite(value);
  }

  private static double nice(double logarithm, boolean up) {
    double decade = Math.floor(logarithm + ROUNDING);
    DoubleStream ends = Arrays.stream(NICE).map(mantissa -> decade + mantissa);
    return up
        ? ends.filter(end -> end >= logarithm - ROUNDING).min().orElseThrow()
        : ends.filter(end -> end <= logarithm + ROUNDING).max().orElseThrow();
  }

  @Override
  public boolean isLogarithmic() {
    return true;
  }

  @Override
  public boolean places(double value) {
    return positive(value);
  }

  @Override
  public double position(double value) {
    return place(Math.log10(value));
  }

  private double place(double logarithm) {
    return (logarithm - low) / (high - low);
  }

  /**
   * Powers of ten where at least three fit, every other or third of them on a long axis; on a short axis also 2 and 5.
   */
  @Override
  public List<Tick> ticks() {
    int first = (int) Math.floor(low);
    int last = (int) Math.floor(high + ROUNDING);
    int powers = last - (int) Math.ceil(low - ROUNDING) + 1;
    int every = Math.max(1, (int) Math.ceil(powers / (double) LABELS));
    boolean plain = low >= -3 - ROUNDING && high <= 4 + ROUNDING;
    List<Tick> ticks = new ArrayList<>();
    for (int power = first; power <= last; power++) {
      for (int digit = 1; digit <= 9; digit++) {
        double position = place(power + Math.log10(digit));
        boolean labelled = digit == 1 ? Math.floorMod(power, every) == 0 : powers < 3 && (digit == 2 || digit == 5);
        if (position < -ROUNDING || position > 1 + ROUNDING) {
          continue;
        }
        if (labelled) {
          ticks.add(label(position, digit, power, plain));
        } else if (digit == 1 || powers <= DECADES_WITH_MINOR_TICKS) {
          ticks.add(Tick.minor(position));
        }
      }
    }
    return ticks;
  }

  private static Tick label(double position, int digit, int power, boolean plain) {
    if (plain) {
      return new Tick(position, Numbers.format(Double.parseDouble(digit + "e" + power)), "");
    }
    String exponent = Integer.toString(power).replace('-', '\u2212');
    return new Tick(position, digit == 1 ? "10" : digit + "\u00b710", exponent);
  }
}
