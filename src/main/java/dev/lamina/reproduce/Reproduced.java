package dev.lamina.reproduce;

import java.util.List;

/**
 * What came of a reproduction.
 *
 * @param parts one for each item that was finished
 * @param quick whether less was asked for
 * @param interrupted whether items are missing
 * @param seconds in all
 */
public record Reproduced(List<Part> parts, boolean quick, boolean interrupted, double seconds) {

  /**
   * What came of one item.
   *
   * @param item what was run
   * @param findings what was found
   * @param runs its experiments
   * @param seconds that they took
   */
  record Part(Item item, Findings findings, List<Run> runs, double seconds) {}

  /** Copies what it is given. */
  public Reproduced {
    parts = List.copyOf(parts);
  }

  /** Whether no claim failed that was not expected to. */
  public boolean succeeded() {
    return verdicts().stream().noneMatch(Verdict::fails);
  }

  /** How many claims ended so. */
  public long count(Verdict.Judgement judgement) {
    return verdicts().stream().filter(verdict -> verdict.judgement() == judgement).count();
  }

  /** Of all items, in their order. */
  List<Verdict> verdicts() {
    return parts.stream().flatMap(part -> part.findings().verdicts().stream()).toList();
  }
}
