package dev.lamina.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.lamina.reproduce.Verdict.Judgement;
import java.util.List;

/** What tests ask of verdicts. */
public final class Verdicts {

  private Verdicts() {}

  public static void assertAllHold(List<Verdict> verdicts) {
    assertFalse(verdicts.isEmpty());
    verdicts.forEach(verdict -> assertEquals(Judgement.HOLDS, verdict.judgement(), verdict.toString()));
  }

  /** The claims that contain the words, one at least, end so. */
  public static void assertJudged(Judgement judgement, String words, List<Verdict> verdicts) {
    List<Verdict> meant = verdicts.stream().filter(verdict -> verdict.claim().contains(words)).toList();
    assertFalse(meant.isEmpty(), "no claim has '" + words + "': " + verdicts.stream().map(Verdict::claim).toList());
    meant.forEach(verdict -> assertEquals(judgement, verdict.judgement(), verdict.toString()));
  }

  public static void assertFails(String words, List<Verdict> verdicts) {
    assertJudged(Judgement.FAILS, words, verdicts);
  }
}
