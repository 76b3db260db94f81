package dev.lamina.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.device.cpu.CpuDevice;
import dev.lamina.network.Initialization;
import dev.lamina.result.TheoryCheck;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Theory holds a run to what its start is: orthogonal matrices, balanced ones, or neither. */
class InitKindTest {

  @Test
  void everyInitializationHasAWord() {
    assertEquals(Set.of(Initialization.values()),
        Arrays.stream(InitKind.values()).flatMap(kind -> kind.initialization().stream()).collect(Collectors.toSet()));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FILE")
  void theoryAsksOfARunWhatItsStartIs(InitKind kind) {
    ExperimentConfig config = ConfigReader.read("theory", List.of("init.kind=" + kind.word(), "training.epochs=1",
        "training.learning-rate=1e-9", "data.dimension=8", "network.width=8", "data.samples=6", "network.hidden=3"));
    List<String> notes;
    try (CpuDevice device = new CpuDevice(1)) {
      notes = Experiment.prepare(config).run(device, report -> { }).theory().get(0).stream().map(TheoryCheck::note)
          .toList();
    }
    boolean orthogonal =
        Set.of(InitKind.ORTHOGONAL, InitKind.ORTHOGONAL_PADDED, InitKind.IDENTITY).contains(kind);
    assertEquals(!orthogonal && kind != InitKind.BALANCED,
        notes.contains("the initial weights are not balanced"), notes.toString());
    assertEquals(!orthogonal, notes.contains("the initial weights are not balanced")
        || notes.contains("the initial weights are not orthogonal"), notes.toString());
  }
}
