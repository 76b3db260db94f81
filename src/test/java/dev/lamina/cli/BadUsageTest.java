package dev.lamina.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Arguments that make no sense are refused in one line, before anything is done. */
class BadUsageTest {

  @TempDir
  private Path directory;

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
    "runn;                      'runn'",
    "--nonsense;                '--nonsense'",
    "run --nonsense;            '--nonsense'",
    "run theory extra;          'extra'",
    "run --set;                 --set",
    "measure;                   FILE",
    "measure --json;            FILE",
    "report;                    DIR",
    "doctor extra;              'extra'",
    "bench --nonsense;          '--nonsense'",
    "bench --out;               --out",
  })
  void wrongArguments(String line, String part) {
    Lamina.assertRefused(directory, ExitCode.USAGE, List.of(part, "--help"), (Object[]) line.split(" "));
  }

  @ParameterizedTest
  @CsvSource({"measur, measure", "runn, run", "reprot x, report", "data fetsh mnist, fetch", "data fetch mnits, mnist",
      "run theroy, theory", "run fashon-mnist-hybrid, fashion-mnist-hybrid", "run --jsno, --json",
          "run --sett=seed=1, --set",
      "measure x --lables y, --labels", "reproduce depht, depth", "help doktor, doctor"})
  void whatWasMeantIsNamed(String line, String meant) {
    Lamina.assertRefused(directory, ExitCode.USAGE, List.of("did you mean '" + meant + "'?"),
        (Object[]) line.split(" "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"zzzzzzzz", "run zzzzzzzz", "run theory extra", "run --zzzzzzzz", "data fetch zzzzzzzz"})
  void nothingIsGuessedFromFarAway(String line) {
    assertFalse(Lamina.run((Object[]) line.split(" ")).err().contains("did you mean"), line);
  }

  @ParameterizedTest
  @CsvSource({"training.stop-loss=0", "training.stop-loss=-1", "training.stop-loss=NaN", "training.batch=-1",
      "training.batch=Full", "metrics.probe-batch=-1"})
  void refusedValuesNameTheirKey(String setting) {
    String[] parts = setting.split("=");
    Lamina.assertRefused(directory, ExitCode.USAGE, List.of(parts[0] + " must be", "not '" + parts[1] + "'"), "run",
        "--set", setting, "--out", directory.resolve("run"));
  }

  /** The jar that users run holds no benchmarks; where they are beside it, none has this name. */
  @Test
  void benchmarkThatIsNotThere() {
    Lamina.assertRefused(directory, ExitCode.USAGE, List.of("no benchmark"), "bench", "--device", "cpu", "--list",
        "stepp");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpu", "cuda:", "cuda:x", "CPU"})
  void unknownDevice(String device) {
    List<String> parts = List.of("'" + device + "'", "auto, cpu, cuda or cuda:N");
    Lamina.assertRefused(directory, ExitCode.USAGE, parts, "run", "--device", device, "--out", directory
        .resolve("run"));
    Lamina.assertRefused(directory, ExitCode.USAGE, parts, "measure", Golden.path("features.npz"), "--device", device);
  }

  /** Asking for a GPU that is not there never falls back to the CPU. */
  @Test
  void deviceThatIsNotUsable() {
    List<String> parts = List.of("device cuda:99", "--device cpu");
    Lamina.assertRefused(directory, ExitCode.DEVICE, parts, "run", "--device", "cuda:99", "--out", directory
        .resolve("run"));
    Lamina.assertRefused(directory, ExitCode.DEVICE, parts, "run", "--dry-run", "--device", "cuda:99", "--out",
        directory.resolve("run"));
    Lamina.assertRefused(directory, ExitCode.DEVICE, parts, "measure", Golden.path("features.npz"), "--device",
        "cuda:99");
  }

  @Test
  void unknownPrecision() {
    Lamina.assertRefused(directory, ExitCode.USAGE, List.of("precision", "fp32, tf32, fp64", "'fp63'", "'fp64'?"),
        "run",
        "--precision", "fp63", "--out", directory.resolve("run"));
  }

  @Test
  void reportOfNothing() {
    Lamina.assertRefused(directory, ExitCode.DATA, List.of("nothing-here"), "report", directory
        .resolve("nothing-here"));
    Lamina.assertRefused(directory, ExitCode.DATA, List.of(directory.toString(), "summary.json"), "report", directory);
  }
}
