package dev.lamina.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.reproduce.Verdict.Judgement;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each way to hold a claim against numbers can hold, can fail, and fails where a number is missing. */
class ClaimTest {

  private static final Claim CLAIM = new Claim("claim", "where", "expected");
  private static final double NAN = Double.NaN;

  private static void holds(Verdict verdict) {
    assertEquals(Judgement.HOLDS, verdict.judgement(), verdict.toString());
  }

  private static void fails(Verdict verdict) {
    fails(verdict, "");
  }

  private static void fails(Verdict verdict, String why) {
    assertEquals(Judgement.FAILS, verdict.judgement(), why + verdict);
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

  /** Deciles of a uniform quantity, by a thousand draws; 40 of ours. */
  private static final Draws UNIFORM = new Draws(1000, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9);

  private static double[] spread(double from, double to) {
    return IntStream.range(0, 40).mapToDouble(i -> from + (to - from) * (i + 0.5) / 40).toArray();
  }

  @Test
  void like() {
    holds(CLAIM.like(spread(0, 1), UNIFORM));
    holds(CLAIM.like(spread(0.2, 1.2), UNIFORM));
    fails(CLAIM.like(spread(0.4, 1.4), UNIFORM));
    fails(CLAIM.like(spread(-0.4, 0.6), UNIFORM));
    fails(CLAIM.like(spread(-2, 3), UNIFORM), "far wider");
    fails(CLAIM.like(spread(0.48, 0.52), UNIFORM), "far narrower");
    double[] ours = spread(0, 1);
    ours[20] = NAN;
    fails(CLAIM.like(ours, UNIFORM));
  }

  /** A third of ours are 60 and two thirds 70, of theirs four fifths are 60: at 60 the shares are 1/3 and 8/10. */
  @Test
  void valuesThatRepeatCountOnceAtEachSide() {
    Draws theirs = new Draws(100, 60, 60, 60, 60, 60, 60, 60, 60, 70);
    double[] ours = new double[30];
    Arrays.setAll(ours, i -> i < 10 ? 60 : 70);
    assertEquals(0.8 - 1.0 / 3, theirs.distance(ours), 1e-15);
    assertEquals(0, theirs.distance(of(60, 60, 60, 60, 60, 60, 60, 60, 70, 70)), 1e-15);
  }

  /** Draws that are alike pass the limit seldom, and come near it. */
  @Test
  void theLimitOfTheDistanceIsSeldomPassed() {
    Random random = new Random(1);
    int surprises = 0;
    int near = 0;
    for (int trial = 0; trial < 20_000; trial++) {
      double[] others = random.doubles(200).sorted().toArray();
      Draws draws = new Draws(200, IntStream.rangeClosed(1, 9).mapToDouble(k -> others[20 * k - 1]).toArray());
      double distance = draws.distance(random.doubles(40).toArray());
      surprises += distance > draws.limit(40) ? 1 : 0;
      near += distance > 0.8 * draws.limit(40) ? 1 : 0;
    }
    assertTrue(surprises <= 40, "passed in " + surprises + " of 20,000");
    assertTrue(near > 40, "the limit could be lower: " + near);
  }

  @Test
  void aFailureMayBeExplainedInAdvanceButNotAMissingNumber() {
    Verdict explained = CLAIM.atMost(of(2), 1).explained("The figure is odd.", 2.5);
    assertEquals(Judgement.EXPECTED_DEVIATION, explained.judgement());
    assertTrue(explained.note().startsWith("The figure is odd."), explained.note());
    fails(CLAIM.atMost(of(2.6), 1).explained("more than is known", 2.5));
    holds(CLAIM.atMost(of(1), 1).explained("why", 2.5));
    fails(CLAIM.atMost(of(NAN), 1).explained("why", 2.5));
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
