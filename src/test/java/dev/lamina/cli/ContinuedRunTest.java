package dev.lamina.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.data.Tensor;
import dev.lamina.data.format.ArrayFile;
import dev.lamina.data.format.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code init.kind: file} goes on from the {@code weights.safetensors} of a run, whatever the network consists of. */
class ContinuedRunTest {

  /** Starts from a file, and stops before the first step. */
  private static final String LOADED = " init.kind=file training.stop-loss=1e9 init.file=";

  private static final String BASE =
      "data.kind=gaussian data.samples=30 data.dimension=8 data.classes=3 network.width=8 "
      + "network.hidden=2 network.output-scale=1 training.learning-rate=0.01 training.epochs=5 ";

  @TempDir
  private Path directory;

  /** Nothing changes on the way through the file, and the loss is the last one. */
  @ParameterizedTest
  @ValueSource(strings = {
    "precision=fp32",
    "network.nonlinear=2 training.batch=8 training.weight-decay=0.01 precision=fp64",
    "network.nonlinear=1 network.bias=true training.momentum=0.9",
    "data.dimension=1 network.hidden=1 network.bias=true precision=fp64",
    "data.dimension=1 data.classes=2 network.width=2 network.hidden=1",
    "members=3 network.nonlinear=1 network.bias=true data.dimension=1 training.batch=8"})
  void isTheSameNetwork(String keys) throws IOException {
    Path first = directory.resolve("first");
    Path again = directory.resolve("again");
    JsonNode end = run(first, BASE + keys);
    JsonNode loaded = run(again, BASE + keys + LOADED + first.resolve("weights.safetensors"));
    assertArrayEquals(weights(first), weights(again), "the weights");
    assertEquals(end.get("final_loss").asDouble(), loaded.get("final_loss").asDouble(),
        "the loss of the loaded weights");
    for (int e = 0; e < end.path("member_results").size(); e++) {
      String loss = "/member_results/" + e + "/final_loss";
      assertEquals(end.at(loss).asDouble(), loaded.at(loss).asDouble(), "the loss of member " + e);
    }
  }

  @Test
  void anEnsembleStartsFromOneNetwork() {
    Path one = directory.resolve("one");
    double end = run(one, BASE + "network.bias=true").get("final_loss").asDouble();
    JsonNode three = run(directory.resolve("three"), BASE + "network.bias=true members=3"
        + LOADED + one.resolve("weights.safetensors"));
    assertEquals(end, three.get("final_loss").asDouble());
  }

  @Test
  void oneMemberOfAnEnsembleIsNamed() {
    Path two = directory.resolve("two");
    JsonNode end = run(two, BASE + "members=2 network.bias=true");
    String file = " network.bias=true" + LOADED + two.resolve("weights.safetensors");
    refused(BASE + file, "holds 2 members, but the run has 1", "members=2", "init.weights=member0.layer{layer}.weight");
    refused(BASE + file + " members=3", "holds 2 members, but the run has 3");
    JsonNode second = run(directory.resolve("second"),
        BASE + file + " seed=" + end.at("/member_results/1/seed").asText()
        + " init.weights=member1.layer{layer}.weight");
    assertEquals(end.at("/member_results/1/final_loss").asDouble(), second.get("final_loss").asDouble());
  }

  /** What the network has no place for is never left out in silence. */
  @Test
  void arraysWithoutAPlaceAreRefused() {
    Path first = directory.resolve("first");
    run(first, BASE + "network.bias=true network.nonlinear=2 network.batch-norm=true");
    String file = LOADED + first.resolve("weights.safetensors");
    refused(BASE + "network.nonlinear=2" + file, "'layer1.bias'", "network.bias=true");
    refused(BASE + "network.bias=true" + file, "'layer1.norm.gamma'", "network.batch-norm=true", "network.nonlinear");
    refused(BASE + "network.bias=true network.nonlinear=1" + file, "'layer2.norm.gamma'", "layer 2");
    refused(BASE + "network.bias=true network.nonlinear=2 network.hidden=1 network.nonlinear=1" + file, "layer");
  }

  @Test
  void moreLayersThanTheNetworkHasAreRefused() {
    Path first = directory.resolve("first");
    run(first, BASE + "data.classes=8 data.samples=80");
    refused(BASE + "data.classes=8 data.samples=80 network.hidden=1 init.kind=file init.file="
        + first.resolve("weights.safetensors"), "'layer3.weight'", "network has 2 layers");
  }

  /** A file of weights alone starts a network with biases, but one with some of its biases is broken. */
  @Test
  void biasesAreAllThereOrNone() {
    Path first = directory.resolve("first");
    run(first, BASE);
    String bias = " network.bias=true" + LOADED;
    JsonNode zero = run(directory.resolve("zero"), BASE + bias + first.resolve("weights.safetensors"));
    assertEquals(run(directory.resolve("plain"), BASE + LOADED
        + first.resolve("weights.safetensors")).get("final_loss").asDouble(), zero.get("final_loss").asDouble(), 1e-6);
    List<Tensor> some = new ArrayList<>();
    try (ArrayFile file = ArrayFile.open(first.resolve("weights.safetensors"))) {
      some.addAll(file.readAll());
    }
    some.add(Tensor.of("layer2.bias", new double[8], 8));
    Path broken = directory.resolve("broken.safetensors");
    SafetensorsWriter.write(broken, some, Map.of());
    refused(BASE + bias + broken, "no array 'layer1.bias'");
  }

  private static byte[] weights(Path run) throws IOException {
    return Files.readAllBytes(run.resolve("weights.safetensors"));
  }

  private JsonNode run(Path out, String keys) {
    List<Object> words = new ArrayList<>(List.of("run", "theory", "--device", Lamina.DEVICE, "--json", "--out", out));
    settings(keys, words);
    return Lamina.run(words.toArray()).done().json();
  }

  private void refused(String keys, String... parts) {
    List<Object> words = new ArrayList<>(List.of("run", "theory", "--out", directory.resolve("refused")));
    settings(keys, words);
    Lamina.assertRefused(directory, ExitCode.USAGE, List.of(parts), words.toArray());
  }

  private static void settings(String keys, List<Object> words) {
    for (String key : keys.trim().split(" +")) {
      words.add("--set");
      words.add(key);
    }
  }
}
