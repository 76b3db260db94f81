package dev.lamina.cli;

import dev.lamina.data.Tensor;
import dev.lamina.data.format.SafetensorsWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights that cannot be measured are refused in one line. */
class BadWeightFilesTest {

  @TempDir
  private Path directory;

  @BeforeEach
  void shard() {
    SafetensorsWriter.write(directory.resolve("shard.safetensors"),
        List.of(Tensor.of("a", new float[6], 2, 3), Tensor.of("b", new float[3], 3)), Map.of());
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
    "{'weight_map': {'a': 'gone.safetensors'}}; gone.safetensors is not beside it",
    "{'weight_map': {'c': 'shard.safetensors'}}; array 'c': its file shard.safetensors has no such array",
    "{'weight_map': {'a': '../shard.safetensors'}}; names of files beside the index",
    "{'weight_map': {'a': '/etc/passwd'}}; names of files beside the index",
    "{'weight_map': {'a': '..'}}; names of files beside the index",
    "{'weight_map': {'a': ''}}; names of files beside the index",
    "{'weight_map': {'a': 'C:shard.safetensors'}}; names of files beside the index",
    "{'weight_map': {'a': 'x\\u0000y'}}; names of files beside the index",
    "{'weight_map': {'a': 'model.safetensors.index.json'}}; index.json",
    "{'weight_map': {'a': 3}}; no name of a file for the array 'a'",
    "{'weight_map': {'a': 'shard.safetensors', 'a': 'shard.safetensors'}}; it is not JSON",
    "{'weight_map': {'b': 'shard.safetensors'}}; no matrix among the arrays [b]",
    "{'weight_map': {}}; no weight_map",
    "{'weight_map': ['a']}; no weight_map",
    "{'metadata': {}}; no weight_map",
    "[]; no JSON object",
    "{} {}; something behind",
    "{'weight_map': {'a'; it is not JSON",
    "nonsense; it is not JSON",
  })
  void index(String json, String part) {
    Path index = Lamina.write(directory.resolve("model.safetensors.index.json"), json.replace('\'', '"'));
    refused(ExitCode.DATA, List.of(part, "expected "), index);
  }

  @Test
  void missingFiles() {
    refused(ExitCode.DATA, List.of("no such file"), directory.resolve("gone.safetensors"));
    refused(ExitCode.DATA, List.of("no such file"), directory.resolve("gone.index.json"));
  }

  @Test
  void noArrayOfThatName() {
    refused(ExitCode.DATA, List.of("layer 'x*'", "one of [a, b]"), directory.resolve("shard.safetensors"), "--layers",
        "a,x*");
  }

  @Test
  void twoArraysOfOneName() {
    Path other = ArrayFiles.npz(directory.resolve("other.npz"), List.of(Tensor.of("b", new float[4], 2, 2)));
    refused(ExitCode.DATA, List.of("array 'b'", "a second array of this name"),
        directory.resolve("shard.safetensors"), other);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
  void valuesThatAreNotFinite(double value) {
    double[] values = new double[24];
    values[17] = value;
    Path wide = ArrayFiles.npz(directory.resolve("wide.npz"), List.of(Tensor.of("w", values, 4, 2, 3)));
    refused(ExitCode.DATA, List.of("array 'w'", "the value " + value + " at [2, 1, 2]"), wide);
    Path narrow = ArrayFiles.npz(directory.resolve("narrow.npz"),
        List.of(Tensor.of("w", Tensor.of("w", values, 24).floats(), 6, 4)));
    refused(ExitCode.DATA, List.of("array 'w'", "the value " + value + " at [4, 1]"), narrow);
  }

  @ParameterizedTest
  @CsvSource({"--all,", "--labels, y.npy"})
  void optionsOfFeatures(String option, String value) {
    List<Object> arguments = new ArrayList<>(List.of(directory.resolve("shard.safetensors"), option));
    if (value != null) {
      arguments.add(value);
    }
    refused(ExitCode.USAGE, List.of(option + " is about features"), arguments.toArray());
  }

  private void refused(int code, List<String> parts, Object... arguments) {
    List<Object> all = new ArrayList<>(List.of("measure", "--weights"));
    all.addAll(List.of(arguments));
    Lamina.assertRefused(directory, code, parts, all.toArray());
  }
}
