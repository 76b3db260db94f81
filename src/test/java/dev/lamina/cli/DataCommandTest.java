package dev.lamina.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.data.format.CifarFiles;
import dev.lamina.data.format.FetchedSets;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code lamina data}, and runs on what it brings. */
class DataCommandTest {

  @TempDir
  private Path directory;

  @Test
  void listsWhatThereIs() {
    String text = Lamina.run("data", "list").done().out();
    assertTrue(text.matches(
        "(?s)name +download +state +what\\R.*cifar-10 +170.1 MB +missing +32 x 32.*data folder: .*\\R"), text);
    JsonNode json = Lamina.run("data", "list", "--json").done().json();
    List<String> names = new ArrayList<>();
    json.get("sets").forEach(set -> names.add(set.get("name").asText()));
    assertEquals(FetchedSets.NAMES, names);
    assertEquals(170052171, json.at("/sets/2/bytes").asLong());
    assertEquals(Path.of(json.get("folder").asText()).resolve("cifar-10").toString(),
        json.at("/sets/2/folder").asText());
  }

  @Test
  void wrongArguments() {
    Lamina.assertRefused(directory, ExitCode.USAGE, List.of("subcommand", "--help"), "data");
    Lamina.assertRefused(directory, ExitCode.USAGE, List.of("NAME", "--help"), "data", "fetch");
    Lamina.assertRefused(directory, ExitCode.USAGE, List.of("'cifar'", "cifar-10", "--help"), "data", "fetch", "cifar");
    for (String address : List.of("here", "/data/mnist", "ftp://host/", "http://a b/", "file://data/mnist",
        "file:mnist", "http:mnist", "https:///mnist", "")) {
      Lamina.assertRefused(directory, ExitCode.USAGE, List.of("--from", "'" + address + "'", "file:///"), "data",
          "fetch", "mnist", "--from", address, "--to", directory);
    }
  }

  @Test
  void whatCannotBeHadIsOneLineWithThePath() throws IOException {
    Files.createDirectories(directory.resolve("mnist"));
    Files.createFile(directory.resolve("mnist/.lock"));
    Lamina.assertRefused(directory, ExitCode.DATA, List.of("train-images-idx3-ubyte.gz", "no such file",
        "into " + directory.resolve("mnist") + " by hand"), "data", "fetch", "mnist", "--from", directory.toUri(),
        "--to", directory);
  }

  /** Files of the right names and sizes, without a byte on the disk. */
  @Test
  void aSetThatIsThereIsNotFetched() throws IOException {
    Path folder = Files.createDirectories(directory.resolve("cifar-10"));
    for (String name : FetchedSets.missing("cifar-10", folder)) {
      try (RandomAccessFile file = new RandomAccessFile(folder.resolve(name).toFile(), "rw")) {
        file.setLength(30_730_000);
      }
    }
    Lamina.Result result =
        Lamina.run("data", "fetch", "cifar-10", "--from", directory.toUri(), "--to", directory).done();
    assertEquals(folder + System.lineSeparator(), result.out());
    assertTrue(result.err().contains("cifar-10-binary.tar.gz is there already"), result.err());
    assertTrue(result.err().contains("cifar-10 is complete; runs find it with LAMINA_DATA=" + directory), result.err());
  }

  @Test
  void runsNameTheCommandThatBringsTheirData() {
    for (String name : FetchedSets.NAMES) {
      Lamina.assertRefused(directory, ExitCode.DATA, List.of("lamina data fetch " + name), "run", "--set",
          "data.kind=" + name, "--out", directory.resolve("run"));
    }
  }

  @Test
  void runsOnImagesOfAFolder() {
    Path folder = CifarFiles.ten(directory.resolve("files"));
    JsonNode run = run("ten", "data.kind=cifar-10", "data.file=" + folder, "data.normalize=paper");
    assertEquals(20, run.at("/layers/0/samples").asInt());
    assertEquals(3072, run.at("/layers/0/dimension").asInt());
    assertEquals(10, run.at("/layers/0/classes").asInt());
    assertTrue(run.get("test_accuracy").isNumber());
    folder = CifarFiles.hundred(directory.resolve("more files"));
    run = run("hundred", "data.kind=cifar-100", "data.file=" + folder, "data.labels=coarse",
        "data.normalize=channel");
    assertEquals(20, run.at("/layers/0/classes").asInt());
  }

  private JsonNode run(String name, String... settings) {
    List<Object> words = new ArrayList<>(List.of("run", "--json", "--out", directory.resolve(name), "--set",
        "network.hidden=1", "--set", "training.epochs=1"));
    for (String setting : settings) {
      words.addAll(List.of("--set", setting));
    }
    return Lamina.run(words.toArray()).done().json();
  }
}
