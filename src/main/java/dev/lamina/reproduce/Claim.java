package dev.lamina.reproduce;

import java.util.Arrays;

/**
 * A claim before it is held against anything.
 *
 * @param text what is claimed
 * @param where it stands: a part of the paper, other work, "derived" from the paper's assumptions, or "ours"
 * @param expected the published value or law, in words and numbers
 */
record Claim(String text, String where, String expected) {

  /** How seldom a draw may be refused that is like the published one. */
  private static final double SURPRISE = 1e-3;

  /** The median over the seeds is the value, up to a relative tolerance. */
  Verdict near(double[] ours, double value, double tolerance) {
    Spread spread = Spread.of(ours);
    return Verdict.of(this, spread, Math.abs(spread.median() / value - 1), tolerance,
        "Of the median, relative.");
  }

  /** Each seed's number is the value, up to a relative tolerance. */
  Verdict eachNear(double[] ours, double value, double tolerance) {
    Spread spread = Spread.of(ours);
    return Verdict.of(this, spread, Math.max(Math.abs(spread.min() / value - 1), Math.abs(spread.max() / value - 1)),
        tolerance, "Of the farthest seed, relative.");
  }

  /** Each number is the value, up to an absolute tolerance. */
  Verdict within(double[] ours, double value, double tolerance, String note) {
    Spread spread = Spread.of(ours);
    return Verdict.of(this, spread, Math.max(Math.abs(spread.min() - value), Math.abs(spread.max() - value)),
        tolerance, note);
  }

  /** Each seed's number, which would be 0 at best, is at most the limit. */
  Verdict atMost(double[] ours, double limit) {
    Spread spread = Spread.of(ours);
    return Verdict.of(this, spread, spread.max(), limit, "Of the worst seed.");
  }

  /** Each seed's number lies between two limits. */
  Verdict between(double[] ours, double low, double high) {
    Spread spread = Spread.of(ours);
    double outside = Math.max(Math.max(low - spread.min(), spread.max() - high), 0);
    return Verdict.of(this, spread, outside, 0, "How far the farthest seed lies outside.");
  }

  /** The median over the seeds lies between two limits. */
  Verdict medianBetween(double[] ours, double low, double high) {
    Spread spread = Spread.of(ours);
    double outside = Math.max(Math.max(low - spread.median(), spread.median() - high), 0);
    return Verdict.of(this, spread, outside, 0, "How far the median lies outside.");
  }

  /**
   * A line fits each seed: {@code 1 - R^2} is at most the tolerance.
   *
   * @param r2 of each seed
   */
  Verdict straight(double[] r2, double tolerance) {
    return atMost(Arrays.stream(r2).map(value -> 1 - value).toArray(), tolerance);
  }

  /**
   * Ours are draws like {@code others} published ones, whose least and greatest are known: so few of ours lie outside
   * their range that more would happen to one in a thousand such pairs of draws.
   */
  Verdict like(double[] ours, int others, double low, double high) {
    Spread spread = Spread.of(ours);
    double outside = Double.isNaN(spread.median()) ? Double.NaN
        : Arrays.stream(ours).filter(value -> value < low || value > high).count();
    return Verdict.of(this, spread, outside, mostOutside(ours.length, others),
        "Seeds outside that range; more would be a chance of one in a thousand.");
  }

  /**
   * The least k such that more than k of n draws lie outside the range of m others with a probability below one in a
   * thousand. The share outside is Beta(2, m - 1), whatever is drawn, so the number is beta-binomial:
   * {@code P(0) = b(b+1) / ((b+n)(b+n+1))} with {@code b = m - 1}, and
   * {@code P(k+1)/P(k) = (n-k)(k+2) / ((k+1)(n-k-1+b))}.
   */
  static int mostOutside(int n, int m) {
    double b = m - 1;
    double probability = b * (b + 1) / ((b + n) * (b + n + 1));
    double above = 1 - probability;
    int k = 0;
    while (above >= SURPRISE && k < n) {
      probability *= (n - k) * (k + 2) / ((k + 1) * (n - k - 1 + b));
      above -= probability;
      k++;
    }
    return k;
  }
}
