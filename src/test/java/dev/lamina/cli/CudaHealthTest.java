package dev.lamina.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the software device counts in a whole run: no stray access, nothing left behind, nothing allocated in a step.
 */
@EnabledIfSystemProperty(named = "lamina.require", matches = "softcuda", disabledReason = "needs a device that counts")
class CudaHealthTest {

  @TempDir
  private Path directory;

  private int runs;

  private SoftCuda.Result run(Map<String, String> environment, String line) throws IOException {
    Path folder = Files.createDirectories(directory.resolve("run" + runs++));
    List<Object> arguments = new ArrayList<>(List.of((Object[]) line.split(" ")));
    if (line.startsWith("run")) {
      arguments.addAll(List.of("--out", folder.resolve("results")));
    }
    SoftCuda.Result result = SoftCuda.run(folder, environment, arguments.toArray());
    assertEquals(ExitCode.DONE, result.code(), result.err());
    assertEquals(Map.of(), result.leaks(), line);
    assertEquals(0, result.report().get("errors").asInt(), line + ": " + result.err());
    assertEquals(0, result.report().get("uninitialised_reads").asInt(), line + ": " + result.err());
    return result;
  }

  /** Every load and store of every kernel is checked, with the threads of a block in a random order. */
  @ParameterizedTest
  @ValueSource(strings = {
    "run theory --device cuda --set training.epochs=3 --set metrics.every=2 --set members=3",
    "run theory --device cuda --precision fp64 --set training.epochs=2 --set network.nonlinear=3 --set"
        + " network.bias=true"
        + " --set network.batch-norm=true --set training.batch=7 --set training.momentum=0.9"
        + " --set training.nesterov=true --set training.weight-decay=1e-3 --set training.learning-rate=1e-3 --set"
        + " network.output-scale=1 --set metrics.extended=true"
        + " --set network.activation=gelu --set init.kind=balanced",
    "run theory --device cuda --set training.epochs=2 --set network.nonlinear=5 --set network.activation=tanh"
        + " --set training.momentum=0.5 --set training.loss=cross-entropy --set init.kind=default"})
  void checkedRuns(String line) throws IOException {
    SoftCuda.Result result = run(Map.of("SOFTCUDA_CHECK", "1", "SOFTCUDA_SHUFFLE", "5"), line);
    assertTrue(result.report().get("launches_total").asInt() > 100, result.report().toString());
  }

  @Test
  void checkedMeasurement() throws IOException {
    run(Map.of("SOFTCUDA_CHECK", "1", "SOFTCUDA_SHUFFLE", "9"),
        "measure " + Golden.path("features.npz") + " --device cuda --all --json");
  }

  /** Fifty times the steps need no more memory, no more kernels outside graphs and no more reads than the losses. */
  @ParameterizedTest
  @CsvSource({"false, 0", "true, 980"})
  void aStepAllocatesLaunchesAndReadsNothing(boolean batchNorm, int graphsMore) throws IOException {
    String line = "run theory --device cuda --set training.stop-loss= --set training.check-every=1000"
        + " --set network.nonlinear=5 --set training.learning-rate=1e-6 --set network.batch-norm=" + batchNorm
        + " --set training.epochs=";
    SoftCuda.Result few = run(Map.of(), line + 20);
    SoftCuda.Result many = run(Map.of(), line + 1000);
    for (String call : List.of("cuMemAlloc", "cuMemAllocHost", "cuLaunchKernel", "cuMemcpyDtoHAsync",
        "cuMemcpyHtoDAsync", "cuStreamSynchronize", "cuGraphInstantiate")) {
      assertEquals(few.calls().get(call), many.calls().get(call), call);
    }
    assertEquals(graphsMore, many.calls().get("cuGraphLaunch") - few.calls().get("cuGraphLaunch"));
  }
}
