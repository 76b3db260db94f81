package dev.lamina.report.chart;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers for people: four significant digits, a power of ten only where zeros would be hard to count. */
public final class Numbers {
  /** Stands for a number that is not known. */
  public static final String MISSING = "\u2013";

  private static final int DIGITS = 4;

  private Numbers() {}

  /** Whole numbers and short decimals stay exact ({@code 30}, {@code 0.3}); others read {@code 0.2820}. */
  public static String format(double value) {
    if (Double.isNaN(value)) {
      return MISSING;
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "\u221e" : "-\u221e";
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e7) {
      return Long.toString((long) value);
    }
    BigDecimal exact = new BigDecimal(value);
    BigDecimal rounded = exact.round(new MathContext(DIGITS, RoundingMode.HALF_EVEN));
    int exponent = rounded.precision() - rounded.scale() - 1;
    if (exponent < -3 || exponent > 6) {
      BigDecimal mantissa = rounded.movePointLeft(exponent);
      return shortest(mantissa, rounded.doubleValue() == value) + "e" + exponent;
    }
    return exponent >= DIGITS
        ? exact.setScale(0, RoundingMode.HALF_EVEN).toPlainString()
        : shortest(rounded, rounded.doubleValue() == value);
  }

  private static String shortest(BigDecimal value, boolean exact) {
    return (exact ? value.stripTrailingZeros() : value).toPlainString();
  }

  /** Enough decimals to see how far a coefficient of determination is from 1. */
  public static String quality(double value) {
    double gap = Math.abs(1 - value);
    if (!Double.isFinite(value) || gap == 0) {
      return format(value);
    }
    int decimals = (int) Math.min(12, Math.max(4, Math.ceil(-Math.log10(gap))));
    return new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN).stripTrailingZeros().toPlainString();
  }

  /** A share of one as a percentage. */
  public static String percent(double share) {
    return Double.isFinite(share) ? format(BigDecimal.valueOf(share).movePointRight(2).doubleValue()) + " %" : MISSING;
  }

  /** A duration in the two units that matter. */
  public static String seconds(double seconds) {
    if (!(seconds >= 60) || Double.isInfinite(seconds)) {
      return Double.isFinite(seconds) ? format(seconds) + " s" : MISSING;
    }
    long whole = Math.round(seconds);
    return whole < 3600
        ? String.format(Locale.ROOT, "%d min %d s", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d h %d min", whole / 3600, whole % 3600 / 60);
  }
}
