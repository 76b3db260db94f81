package dev.lamina.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.reproduce.Verdict.Judgement;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Each way to hold a claim against numbers can hold, can fail, and fails where a number is missing. */
class ClaimTest {

  private static final Claim CLAIM = new Claim("claim", "where", "expected");
  private static final double NAN = Double.NaN;

  private static void holds(Verdict verdict) {
    assertEquals(Judgement.HOLDS, verdict.judgement(), verdict.toString());
  }

  private static void fails(Verdict verdict) {
    assertEquals(Judgement.FAILS, verdict.judgement(), verdict.toString());
  }

  private static double[] of(double... values) {
    return values;
  }

  @Test
  void near() {
    holds(CLAIM.near(of(1, 2.02, 9), 2, 0.011));
    fails(CLAIM.near(of(1, 2.02, 9), 2, 0.009));
    fails(CLAIM.near(of(1, 1.97, 9), 2, 0.011));
    fails(CLAIM.near(of(2, NAN, 2), 2, 1));
    assertEquals(0.01, CLAIM.near(of(1, 2.02, 9), 2, 0.011).deviation(), 1e-12);
  }

  @Test
  void eachNear() {
    holds(CLAIM.eachNear(of(1.98, 2.02), 2, 0.011));
    fails(CLAIM.eachNear(of(1.9, 2.02), 2, 0.011));
    fails(CLAIM.eachNear(of(2, 2.1), 2, 0.011));
    fails(CLAIM.eachNear(of(2, Double.POSITIVE_INFINITY), 2, 1));
  }

  @Test
  void within() {
    holds(CLAIM.within(of(-0.1, 0.1), 0, 0.1, "note"));
    fails(CLAIM.within(of(-0.2, 0), 0, 0.1, "note"));
    fails(CLAIM.within(of(0.2, 0), 0, 0.1, "note"));
    fails(CLAIM.within(of(NAN), 0, 0.1, "note"));
  }

  @Test
  void atMost() {
    holds(CLAIM.atMost(of(0, 0.5), 0.5));
    fails(CLAIM.atMost(of(0, 0.6), 0.5));
    fails(CLAIM.atMost(of(0, NAN), 0.5));
    fails(CLAIM.atMost(of(), 0.5));
  }

  @Test
  void between() {
    holds(CLAIM.between(of(1, 2), 1, 2));
    fails(CLAIM.between(of(0.9, 2), 1, 2));
    fails(CLAIM.between(of(1, 2.1), 1, 2));
    fails(CLAIM.between(of(1, NAN), 1, 2));
    assertEquals(0.25, CLAIM.between(of(0.75, 2), 1, 2).deviation());
  }

  @Test
  void medianBetween() {
    holds(CLAIM.medianBetween(of(0, 1, 9), 1, 2));
    fails(CLAIM.medianBetween(of(0, 0.9, 9), 1, 2));
    fails(CLAIM.medianBetween(of(0, 2.1, 9), 1, 2));
    fails(CLAIM.medianBetween(of(NAN), 1, 2));
  }

  @Test
  void straight() {
    holds(CLAIM.straight(of(1, 0.99), 0.011));
    fails(CLAIM.straight(of(1, 0.98), 0.011));
    fails(CLAIM.straight(of(1, NAN), 0.011));
  }

  @Test
  void like() {
    double[] ours = new double[40];
    Arrays.setAll(ours, i -> i < 11 ? -1 : 0.5);
    holds(CLAIM.like(ours, 40, 0, 1));
    ours[20] = 2;
    fails(CLAIM.like(ours, 40, 0, 1));
    ours[20] = NAN;
    fails(CLAIM.like(ours, 40, 0, 1));
  }

  /** Ranges of 40 draws, by draws: more than the limit lie outside of them about once in a thousand times, or less. */
  @Test
  void theLimitOfDrawsOutsideIsSeldomPassed() {
    assertEquals(11, Claim.mostOutside(40, 40));
    assertEquals(1, Claim.mostOutside(1, 40), "a single one may be outside: that has a chance of 2/41");
    Random random = new Random(1);
    int surprises = 0;
    int tenOrMore = 0;
    for (int trial = 0; trial < 20_000; trial++) {
      double[] others = random.doubles(40).sorted().toArray();
      long outside = random.doubles(40).filter(x -> x < others[0] || x > others[39]).count();
      surprises += outside > 11 ? 1 : 0;
      tenOrMore += outside > 8 ? 1 : 0;
    }
    assertTrue(surprises <= 40, "more than 11 outside in " + surprises + " of 20,000");
    assertTrue(tenOrMore > 20, "the limit could be lower: " + tenOrMore);
  }

  @Test
  void aFailureMayBeExplainedInAdvanceButNotAMissingNumber() {
    Verdict explained = CLAIM.atMost(of(2), 1).explained("The figure is odd.");
    assertEquals(Judgement.EXPECTED_DEVIATION, explained.judgement());
    assertTrue(explained.note().startsWith("The figure is odd."), explained.note());
    holds(CLAIM.atMost(of(1), 1).explained("why"));
    fails(CLAIM.atMost(of(NAN), 1).explained("why"));
  }

  @Test
  void theMedianIsTheMiddle() {
    assertEquals(new Spread(2, 1, 9), Spread.of(9, 1, 2));
    assertEquals(new Spread(2.5, 1, 9), Spread.of(9, 1, 2, 3));
    for (double[] bad : List.of(of(), of(1, NAN), of(Double.NEGATIVE_INFINITY))) {
      assertTrue(Double.isNaN(Spread.of(bad).median()) && Double.isNaN(Spread.of(bad).max()));
    }
  }
}
