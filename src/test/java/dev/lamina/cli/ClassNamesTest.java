package dev.lamina.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.data.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Classes keep the names that the data give them, in every output; their order is that of numbers or of a person. */
class ClassNamesTest {

  private static final Object[] SMALL =
      {"--device", Lamina.DEVICE, "--set", "training.epochs=1", "--set", "network.width=4", "--set", "network.hidden=1",
          "--set", "training.learning-rate=1e-6"};

  @TempDir
  private Path directory;

  /** The README's own example: a header, and a column of texts. */
  @Test
  void textsOfACsvFile() {
    StringBuilder csv = new StringBuilder("petal,sepal,species\n");
    for (int i = 0; i < 12; i++) {
      csv.append(Math.sin(3 * i)).append(',').append(Math.cos(i)).append(',')
          .append(i % 4 == 0 ? "virginica" : "setosa").append('\n');
    }
    Lamina.write(directory.resolve("my.csv"), csv.toString());
    Path yaml = Lamina.write(directory.resolve("my.yaml"), "data: {kind: csv, file: my.csv, labels: species}\n");
    Path run = directory.resolve("run");
    Lamina.Result result = run(yaml, run);
    assertTrue(result.out().contains("classes, with their samples: setosa (9), virginica (3)"), result.out());
    JsonNode summary = Lamina.json(Lamina.read(run.resolve("summary.json")));
    assertEquals(List.of("setosa", "virginica"), texts(summary.path("class_names")));
    assertEquals(9, summary.path("layers").get(0).path("class_counts").get(0).intValue());
    assertTrue(Lamina.read(run.resolve("report.html")).contains("virginica"));
  }

  /** Ids with gaps, of a file of their own; what a terminal would obey is not printed. */
  @Test
  void labelsOfAnotherFile() {
    double[] x = new double[24];
    Arrays.setAll(x, i -> Math.sin(7 * i));
    Path features = ArrayFiles.npz(directory.resolve("f.npz"), List.of(Tensor.of("h\u001b[31m\u009b", x, 12, 2)));
    Path labels = Lamina.write(directory.resolve("l.csv"),
        "id,kind\n" + "1,1000000007\n2,-5\n3,12\n".repeat(4));
    Lamina.Result table =
        Lamina.run("measure", features, "--labels", labels + ":kind", "--device", Lamina.DEVICE).done();
    assertTrue(table.out().contains("-5 (4), 12 (4), 1000000007 (4)"), table.out());
    assertFalse(table.out().contains("\u001b") || table.out().contains("\u009b"), table.out());
    Lamina.Result json =
        Lamina.run("measure", features, "--labels", labels + ":kind", "--device", Lamina.DEVICE, "--json").done();
    assertFalse(json.out().contains("\u001b") || json.out().contains("\u009b"));
    assertEquals(List.of("-5", "12", "1000000007"), texts(json.json().path("class_names")));
    assertEquals("h\u001b[31m\u009b", json.json().path("layers").get(0).path("name").textValue());
  }

  /** Labels that are called by their numbers say nothing new, and no line about them is printed. */
  @Test
  void numbersFromZero() {
    Path features = Path.of("src/test/resources/golden/features.npz");
    Lamina.Result table = Lamina.run("measure", features, "--device", Lamina.DEVICE, "--layers", "*_03").done();
    assertFalse(table.out().contains("classes"), table.out());
    assertTrue(table.out().contains("layer_03") && !table.out().contains("layer_02"), table.out());
  }

  private static Lamina.Result run(Path yaml, Path out) {
    List<Object> arguments = new ArrayList<>(List.of("run", yaml, "--out", out));
    arguments.addAll(List.of(SMALL));
    return Lamina.run(arguments.toArray()).done();
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(item -> texts.add(item.textValue()));
    return texts;
  }
}
