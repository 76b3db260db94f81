package dev.lamina.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Configurations that cannot be used: exit 2 and a line that names the file or setting, the key and what it takes. */
class BadConfigTest {

  @TempDir
  private Path directory;

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
    "trainin: {epochs: 3}             | unknown key 'trainin.epochs' | 'training.epochs'?",
    "training: {epoch: 3}             | unknown key 'training.epoch' | 'training.epochs'?",
    "seeds: 3                         | unknown key 'seeds'          | 'seed'?",
    "training: {epochs: many}         | training.epochs              | whole number of at least 1, not 'many'",
    "training: {epochs: 2.5}          | training.epochs              | '2.5'",
    "network: {bias: maybe}           | network.bias                 | true or false, not 'maybe'",
    "training: {learning-rate: fast}  | training.learning-rate       | number above 0, not 'fast'",
    "init: {kind: orthogonall}        | init.kind                    | 'orthogonal'?",
    "training: {epochs: [1, 2]}       | training.epochs              | one value, not a list",
    "seed: {a: 3}                     | unknown key 'seed.a'         | 'seed'?",
    "training: 3                      | 'training'                   | training.epochs",
    "- a                              | expected keys and values     | a list",
    "just words                       | expected keys and values     | just words",
    "network: {width: [1              | not YAML                     | line",
    "seed: 1\\nseed: 2                | seed is given twice          | line 1 and line 2",
    "training: {epochs: 3}\\ntraining.epochs: 4 | training.epochs is given twice | line 1 and line 2",
    "training: {epochs: 3}\\ntraining: {batch: 4} | training is given twice | line 1 and line 2",
    "a: &a {b: *a}                    | unknown key 'a.b'            | line 1",
    "data: &d {file: x}\\nnetwork: *d   | unknown key 'network.file'   | line 1",
    "b: &b {epochs: 3}\\ntraining: {<<: *b} | unknown key 'b.epochs'   | line 1",
    "training: {<<: {epochs: 3}}      | '<<' is not taken            | line 1",
    "seed: 1\\nname: !x y              | the tag !x of name           | line 2",
    "seed: 1\\n\\nmembers: many         | line 3: members              | 'many'",
    "seed: 0x10                       | seed must be                 | '0x10'",
    "training: {epochs: 1e-3}         | training.epochs              | '1e-3'",
    "seed: 1e999999                   | seed must be                 | '1e999999'",
    "seed: 1\\n---\\nseed: 2          | not YAML                     | line 3",
    "name: \"a\\\\nb\"                | name                         | on one line",
    "data: {kind: npz}                | data.kind npz                | data.file",
    "data: {kind: idx, features: a}   | data.kind idx                | data.labels",
    "init: {kind: file}               | init.kind file               | init.file",
    "network: {nonlinear: 6}          | network.nonlinear is 6       | network.hidden = 5",
    "training: {momentum: 1}          | training.momentum            | less than 1",
    "training: {nesterov: true}       | training.nesterov            | training.momentum",
  })
  void inAFile(String yaml, String first, String second) {
    Path file = Lamina.write(directory.resolve("bad.yaml"), yaml.replace("\\\\", "\0").replace("\\n", "\n")
        .replace("\0", "\\"));
    refused(List.of(file.toString(), first, second), file);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
    "training.epochs   | expected key=value",
    "=3                | expected key=value",
    "trainng.epochs=3  | 'training.epochs'?",
    "training=3        | training.epochs",
    "training.epochs=x | whole number of at least 1",
    "training.epochs=0 | whole number of at least 1",
    "data.noise=-1     | number of at least 0",
    "members=NaN       | whole number",
  })
  void inASetting(String setting, String part) {
    refused(List.of("--set " + setting.strip(), part), "theory", "--set", setting);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
    "network.hidden=100001                   | network.hidden must be at most 100000",
    "members=1000001                         | members must be at most 1000000",
    "data.dimension=20                       | 30 samples in 20 dimensions",
    "data.samples=31                         | 31 samples and 3 classes",
    "data.classes=1                          | 1 classes",
    "network.width=50000                     | 50000 x 50000 weights",
    "network.width=2                         | network.width is 2",
    "training.batch=1,network.nonlinear=1    | training.batch",
    "training.batch=29,network.nonlinear=1   | 29",
    "init.kind=identity,init.scale=0         | init.scale",
  })
  void valuesThatDoNotFitTogether(String settings, String part) {
    Object[] arguments = Arrays.stream(settings.split(",")).map(setting -> "--set=" + setting).toArray();
    refused(List.of(part), arguments);
  }

  @Test
  void noSuchExperiment() {
    refused(List.of("theoryy", "theory, theory-scale-1", "fashion-mnist-hybrid"), "theoryy");
    refused(List.of("missing.yaml", "no such file"), directory.resolve("missing.yaml"));
    refused(List.of(directory.toString(), "directory"), directory);
  }

  @Test
  void notText() {
    Path file = ArrayFiles.write(directory.resolve("latin.yaml"),
        "name: fa\u00e7ade".getBytes(StandardCharsets.ISO_8859_1));
    refused(List.of(file.toString(), "UTF-8"), file);
  }

  @Test
  void messagesStayOnOneLine() {
    refused(List.of("--set a b=3", "unknown key"), "--set", "a\nb=3");
  }

  private void refused(List<String> parts, Object... arguments) {
    List<Object> all = new ArrayList<>(List.of("run", "--out", directory.resolve("run")));
    all.addAll(List.of(arguments));
    Lamina.assertRefused(directory, ExitCode.USAGE, parts, all.toArray());
  }
}
