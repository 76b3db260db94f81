package dev.lamina.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.data.Tensor;
import dev.lamina.data.format.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a script is told: the exit code is 0 for an agreement and for nothing else. */
class AcceptanceTest {

  @TempDir
  private Path root;

  private Path run(String name, double loss, double weight) throws IOException {
    Path run = Files.createDirectories(root.resolve(name));
    SafetensorsWriter.write(run.resolve("weights.safetensors"),
        List.of(Tensor.of("layer1.weight", new double[] {weight}, 1, 1)), Map.of());
    Files.writeString(run.resolve("losses.csv"), "losses");
    Files.writeString(run.resolve("metrics.csv"), "metrics");
    Files.writeString(run.resolve("summary.json"), """
        {"seconds": 1, "final_loss": %s, "layers": [{"compression": 4, "discrimination": 0.1},
         {"compression": 2, "discrimination": 0.9}]}""".formatted(loss));
    return run;
  }

  private Path json(String name, String text) throws IOException {
    return Files.writeString(root.resolve(name), text);
  }

  @Test
  void theExitCodeIsTheVerdict() throws IOException, InterruptedException {
    Path expected = json("expected.json", "[{\"compression\": 2}]");
    Path right = json("right.json", "{\"layers\": [{\"compression\": 2}]}");
    Path wrong = json("wrong.json", "{\"layers\": [{\"compression\": 2.1}]}");
    Ended agrees = Ended.of(Acceptance.class, "measured", right.toString(), expected.toString());
    assertEquals(0, agrees.code(), agrees.output());
    assertTrue(agrees.output().startsWith("1 numbers, largest difference 0.0e+00"), agrees.output());
    Ended differs = Ended.of(Acceptance.class, "measured", wrong.toString(), expected.toString());
    assertEquals(1, differs.code(), differs.output());
  }

  @Test
  void whatCannotBeComparedDoesNotAgree() throws IOException, InterruptedException {
    Path expected = json("expected.json", "[{\"compression\": 2}]");
    for (String[] arguments : new String[][] {
        {"measured", root.resolve("missing.json").toString(), expected.toString()}, {"measured", expected.toString()},
        {"everything"}, {}}) {
      Ended ended = Ended.of(Acceptance.class, arguments);
      assertEquals(1, ended.code(), ended.output());
      assertTrue(ended.output().contains("cannot compare: "), ended.output());
    }
  }

  @Test
  void eachComparisonIsOfTheFilesThatItNames() throws IOException {
    String run = run("run", 0.5, 1).toString();
    String same = run("same", 0.5, 1).toString();
    String other = run("other", 0.7, 1.1).toString();
    for (List<String> given : List.of(List.of("theory", "fp32", run, same), List.of("theory", "fp32", run, other))) {
      assertEquals(given.contains(same), Acceptance.compare("runs", given).agrees());
    }
    assertTrue(Acceptance.compare("same", List.of(run, same)).agrees());
    assertFalse(Acceptance.compare("same", List.of(run, other)).agrees());
    assertTrue(Acceptance.compare("weights", List.of("1e-3", run, same)).agrees());
    assertTrue(Acceptance.compare("weights", List.of("0.2", run, other)).agrees());
    assertFalse(Acceptance.compare("weights", List.of("1e-3", run, other)).agrees());
    assertThrows(IllegalArgumentException.class, () -> Acceptance.compare("Runs", List.of()));
  }
}
