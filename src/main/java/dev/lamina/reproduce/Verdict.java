package dev.lamina.reproduce;

import java.util.Locale;

/**
 * A claim held against what was found.
 *
 * @param claim in words
 * @param where it stands
 * @param expected the published value or law, in words and numbers
 * @param ours over the seeds
 * @param deviation from what is expected, in the measure that the note names
 * @param tolerance the largest deviation with which the claim holds
 * @param judgement the outcome
 * @param note how the deviation is measured, where the tolerance comes from, and why a claim fails that was expected to
 */
public record Verdict(String claim, String where, String expected, Spread ours, double deviation, double tolerance,
    Judgement judgement, String note) {

  /** The outcome of a claim. */
  public enum Judgement {
    HOLDS,
    /** It fails for a reason that was given in advance. */
    EXPECTED_DEVIATION,
    FAILS
  }

  /** A claim that holds if the deviation is at most the tolerance; one that is NaN fails. */
  public static Verdict of(Claim claim, Spread ours, double deviation, double tolerance, String note) {
    return new Verdict(claim.text(), claim.where(), claim.expected(), ours, deviation, tolerance,
        deviation <= tolerance ? Judgement.HOLDS : Judgement.FAILS, note);
  }

  /**
   * The same verdict for a claim that is known to fail; one that holds stays so, one that fails by more than is known
   * fails, and so does one without a number, which cannot be explained in advance.
   *
   * @param why it fails
   * @param upTo the largest deviation that this explains
   */
  public Verdict explained(String why, double upTo) {
    if (judgement != Judgement.FAILS || !(deviation <= upTo)) {
      return this;
    }
    String both = String.format(Locale.ROOT, "%s (The deviation, of which this explains up to %.3g: %s)", why, upTo,
        Character.toLowerCase(note.charAt(0)) + note.substring(1));
    return new Verdict(claim, where, expected, ours, deviation, tolerance, Judgement.EXPECTED_DEVIATION, both);
  }

  /** Whether the claim fails without a reason given in advance. */
  public boolean fails() {
    return judgement == Judgement.FAILS;
  }
}
