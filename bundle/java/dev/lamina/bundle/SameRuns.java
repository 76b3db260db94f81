package dev.lamina.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Two runs of one configuration on one device, whose results must be equal to the last bit. */
final class SameRuns {
  private static final List<String> FILES = List.of("weights.safetensors", "losses.csv", "metrics.csv");

  private SameRuns() {}

  static Acceptance.Result compare(Path first, Path second) throws IOException {
    if (Files.isSameFile(first, second)) {
      return new Acceptance.Result(false, "a run was compared with itself: " + first);
    }
    List<String> different = new ArrayList<>();
    for (String file : FILES) {
      if (Files.size(first.resolve(file)) == 0) {
        return new Acceptance.Result(false, file + " is empty");
      }
      if (Files.mismatch(first.resolve(file), second.resolve(file)) >= 0) {
        different.add(file);
      }
    }
    if (!results(first).equals(results(second))) {
      different.add("summary.json");
    }
    return new Acceptance.Result(different.isEmpty(),
        different.isEmpty() ? "weights, losses, metrics and summary are equal" : "different: " + different);
  }

  /** The summary but for the time that the run took. */
  private static JsonNode results(Path run) throws IOException {
    ObjectNode summary = (ObjectNode) Acceptance.json(run.resolve("summary.json"));
    summary.remove("seconds");
    return summary;
  }
}
