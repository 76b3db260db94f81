package dev.lamina.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A logarithmic axis. Its ends are kept as exponents, because the ends of a range of subnormal numbers are no doubles.
 *
 * @param low decimal logarithm at its start
 * @param high decimal logarithm at its end, above {@code low}
 */
record LogScale(double low, double high) implements Scale {
  private static final int LABELS = 8;
  private static final int DECADES_WITH_MINOR_TICKS = 8;
  private static final double[] NICE = {0, Math.log10(2), Math.log10(5), 1};

  /** The part of an axis that stays free beyond the smallest and the largest value. */
  private static final double MARGIN = 0.03;

  LogScale {
    if (!(high > low) || Double.isInfinite(high - low)) {
      throw new IllegalArgumentException("not an axis: 10^" + low + " to 10^" + high);
    }
  }

  /** An axis around those of the values that it can place, between multiples of 1, 2 or 5 of powers of ten. */
  static LogScale around(Collection<Double> values) {
    double low = values.stream().filter(LogScale::positive).mapToDouble(Math::log10).min().orElse(0);
    double high = values.stream().filter(LogScale::positive).mapToDouble(Math::log10).max().orElse(0);
    double margin = Math.max(MARGIN * (high - low), 1e-3);
    return new LogScale(nice(low - margin, false), nice(high + margin, true));
  }

  private static boolean positive(double value) {
    return value > 0 && Double.isFinite(value);
  }

  private static double nice(double logarithm, boolean up) {
    double decade = Math.floor(logarithm);
    double best = up ? decade + 1 : decade;
    for (double mantissa : NICE) {
      double candidate = decade + mantissa;
      if (up ? candidate >= logarithm && candidate < best : candidate <= logarithm && candidate > best) {
        best = candidate;
      }
    }
    return best;
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

  /** Powers of ten where at least three fit, every other or third of them on a long axis; on a short axis also 2 and 5. */
  @Override
  public List<Tick> ticks() {
    int first = (int) Math.floor(low);
    int last = (int) Math.floor(high + 1e-9);
    int powers = last - (int) Math.ceil(low - 1e-9) + 1;
    int every = Math.max(1, (int) Math.ceil(powers / (double) LABELS));
    boolean plain = low >= -3 - 1e-9 && high <= 4 + 1e-9;
    List<Tick> ticks = new ArrayList<>();
    for (int power = first; power <= last; power++) {
      for (int digit = 1; digit <= 9; digit++) {
        double position = place(power + Math.log10(digit));
        boolean labelled = digit == 1 ? Math.floorMod(power, every) == 0 : powers < 3 && (digit == 2 || digit == 5);
        if (position < -1e-9 || position > 1 + 1e-9) {
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
