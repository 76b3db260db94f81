package dev.lamina.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run prints to a terminal. */
class RunTableTest {
  private static final int MEMBERS = 6;

  @TempDir
  private Path directory;

  /** One table whatever the number of members, of medians and ranges of what the JSON document has of each. */
  @Test
  void anEnsembleIsOneTable() {
    Object[] run = {"run", "--set", "members=" + MEMBERS, "--set", "training.epochs=20", "--set",
        "metrics.extended=true", "--out", directory.resolve("a")};
    String out = Lamina.run(run).done().out();
    JsonNode summary = Lamina.json(Lamina.read(directory.resolve("a/summary.json")));
    List<String> lines = out.lines().toList();
    assertEquals(1, lines.stream().filter(line -> line.startsWith("layer ")).count(), out);
    assertEquals("6 members, seeds 4 to 9: medians, and from the least to the greatest", lines.get(0));
    for (int layer = 0; layer <= 5; layer++) {
      String start = layer + " ";
      String line = lines.stream().filter(text -> text.startsWith(start)).findFirst().orElseThrow();
      assertTrue(line.contains("  " + spread(summary, "/layers/" + layer + "/compression") + "  "), line);
      assertTrue(line.contains("  " + spread(summary, "/layers/" + layer + "/discrimination") + "  "), line);
      assertTrue(line.endsWith("  " + spread(summary, "/layers/" + layer + "/intrinsic_dimension")), line);
    }
    assertTrue(out.contains("C falls by a factor " + spread(summary, "/fit/compression_ratio") + " a layer"), out);
  }

  private static String spread(JsonNode summary, String pointer) {
    double[] values = StreamSupport.stream(summary.get("member_results").spliterator(), false)
        .mapToDouble(member -> member.at(pointer).asDouble()).toArray();
    Arrays.sort(values);
    assertEquals(MEMBERS, values.length);
    return String.format(Locale.ROOT, "%.4g (%.4g to %.4g)", (values[2] + values[3]) / 2, values[0], values[5]);
  }

  @Test
  void twoHiddenLayersAreHealthy() {
    Lamina.Result result = Lamina.run("run", "--set", "network.hidden=2", "--set", "training.epochs=20", "--out",
        directory.resolve("run")).done();
    assertFalse(result.out().contains("NaN"), result.out());
    assertTrue(result.out().contains("a line through D needs 3 layers, of which there are 2"), result.out());
    assertFalse(result.err().contains("undefined"), result.err());
  }

  /** 0.3^200 is far below what a float32 can hold. */
  @Test
  void aSignalThatHasDiedIsSaid() {
    Lamina.Result result = Lamina.run("run", "--set", "network.hidden=200", "--set", "training.epochs=1", "--out",
        directory.resolve("run")).done();
    assertTrue(result.err().matches("(?s).*lamina: layer \\d+ to layer 200 \\(\\d+ layers\\): all features are 0.*"),
        result.err());
    assertTrue(result.err().contains("try a larger init.scale (it is 0.3;"), result.err());
  }

  @Test
  void aDivergedRunSaysWhatToTry() {
    Lamina.Result result =
        Lamina.run("run", "--set", "training.learning-rate=10", "--set", "training.epochs=30", "--out",
            directory.resolve("run"));
    assertEquals(ExitCode.FAILED, result.code());
    assertTrue(result.err().contains("--set training.learning-rate=1 (it is 10)"), result.err());
    assertFalse(result.err().contains("undefined"), "the reason is known: " + result.err());
  }
}
