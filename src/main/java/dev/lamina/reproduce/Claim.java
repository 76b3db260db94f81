package dev.lamina.reproduce;

import java.util.Arrays;

/**
 * A claim before it is held against anything.
 *
 * @param text what is claimed
 * @param where it stands: a part of the paper, other work, "derived" from the paper's assumptions, or "ours"
 * @param expected the published value or law, in words and numbers
 */
public record Claim(String text, String where, String expected) {

  /** The median over the seeds is the value, up to a relative tolerance. */
  public Verdict near(double[] ours, double value, double tolerance) {
    Spread spread = Spread.of(ours);
    return Verdict.of(this, spread, Math.abs(spread.median() / value - 1), tolerance,
        "Of the median, relative.");
  }

  /** Each seed's number is the value, up to a relative tolerance. */
  public Verdict eachNear(double[] ours, double value, double tolerance) {
    Spread spread = Spread.of(ours);
    return Verdict.of(this, spread, Math.max(Math.abs(spread.min() / value - 1), Math.abs(spread.max() / value - 1)),
        tolerance, "Of the farthest seed, relative.");
  }

  /** Each number is the value, up to an absolute tolerance. */
  public Verdict within(double[] ours, double value, double tolerance, String note) {
    Spread spread = Spread.of(ours);
    return Verdict.of(this, spread, Math.max(Math.abs(spread.min() - value), Math.abs(spread.max() - value)),
        tolerance, note);
  }

  /** Each seed's number, which would be 0 at best, is at most the limit. */
  public Verdict atMost(double[] ours, double limit) {
    Spread spread = Spread.of(ours);
    return Verdict.of(this, spread, spread.max(), limit, "Of the worst seed.");
  }

  /** Each seed's number lies between two limits. */
  public Verdict between(double[] ours, double low, double high) {
    Spread spread = Spread.of(ours);
    double outside = Math.max(Math.max(low - spread.min(), spread.max() - high), 0);
    return Verdict.of(this, spread, outside, 0, "How far the farthest seed lies outside.");
  }

  /** The median over the seeds lies between two limits. */
  public Verdict medianBetween(double[] ours, double low, double high) {
    Spread spread = Spread.of(ours);
    double outside = Math.max(Math.max(low - spread.median(), spread.median() - high), 0);
    return Verdict.of(this, spread, outside, 0, "How far the median lies outside.");
  }

  /**
   * A line fits each seed: {@code 1 - R^2} is at most the tolerance.
   *
   * @param r2 of each seed
   */
  public Verdict straight(double[] r2, double tolerance) {
    return atMost(Arrays.stream(r2).map(value -> 1 - value).toArray(), tolerance);
  }

  /**
   * Ours are draws like those of others (two-sample test of Kolmogorov and Smirnov): the shares of ours that lie below
   * the deciles of theirs are tenths, as near as such numbers of draws let one expect in all but one case of a
   * thousand.
   */
  public Verdict like(double[] ours, Draws theirs) {
    Spread spread = Spread.of(ours);
    double distance = Double.isNaN(spread.median()) ? Double.NaN : theirs.distance(ours);
    return Verdict.of(this, spread, distance, theirs.limit(ours.length),
        "The largest difference of the shares below the deciles of " + theirs.count()
        + " independent draws; more would be a"
            + " chance of one in a thousand.");
  }
}
