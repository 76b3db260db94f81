package dev.lamina.reproduce;

import dev.lamina.report.chart.Plot;
import java.util.List;

/**
 * What an item found.
 *
 * @param verdicts one for each claim
 * @param plots one for each figure of the paper, and more
 */
public record Findings(List<Verdict> verdicts, List<Plot> plots) {
  /** Copies what it is given. */
  public Findings {
    verdicts = List.copyOf(verdicts);
    plots = List.copyOf(plots);
  }
}
