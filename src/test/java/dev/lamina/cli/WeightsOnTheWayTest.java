package dev.lamina.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights are measured on the way where the configuration asks for it, and always at the end. */
class WeightsOnTheWayTest {

  @TempDir
  private Path directory;

  /**
   * The balance of the last two matrices is epsilon^2 sqrt(d - K) from first epoch to last (docs/theory.md, L4).
   */
  @Test
  void theBalanceIsConservedAtEveryEpoch() {
    List<String[]> rows = weights("metrics.weights=true", "metrics.every=20");
    int column = List.of(rows.get(0)).indexOf("balance_residual");
    List<String[]> last = rows.stream().filter(row -> row[2].equals("5")).toList();
    assertEquals(List.of("0", "20", "40", "60"), last.stream().map(row -> row[1]).toList());
    for (String[] row : last) {
      assertEquals(0.09 * Math.sqrt(47), Double.parseDouble(row[column]), 1e-3, "epoch " + row[1]);
    }
    assertEquals(1 + 4 * 6, rows.size());
  }

  @Test
  void onlyTheEndIsMeasuredOtherwise() {
    List<String[]> rows = weights("metrics.every=20");
    assertEquals(1 + 6, rows.size());
    assertTrue(rows.stream().skip(1).allMatch(row -> row[1].equals("60")));
  }

  private List<String[]> weights(String... settings) {
    List<Object> arguments = new ArrayList<>(List.of("run", "theory", "--out", directory.resolve("run")));
    for (String setting : settings) {
      arguments.addAll(List.of("--set", setting));
    }
    Lamina.run(arguments.toArray()).done();
    List<String[]> rows =
        Lamina.read(directory.resolve("run/weights.csv")).lines().map(line -> line.split(",", -1)).toList();
    rows.forEach(row -> assertEquals(rows.get(0).length, row.length));
    return rows;
  }
}
