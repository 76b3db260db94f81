package dev.lamina.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GpuStateTest {

  @TempDir
  private Path folder;

  private GpuState state(String text) throws IOException {
    return GpuState.read(Files.writeString(folder.resolve("gpu"), text));
  }

  private GpuState using(String memory) throws IOException {
    return state("name,memory.used\nNVIDIA H100, " + memory + "\n");
  }

  @Test
  void readsNamesAndValues() throws IOException {
    assertEquals(Map.of("name", "NVIDIA H100", "memory.used", "4 MiB"), using("4 MiB").values());
    assertEquals(Map.of(), state("").values());
    assertEquals(Map.of(), state("name,memory.used\n").values());
  }

  @Test
  void aLittleMemoryMayStay() throws IOException {
    assertEquals(0, using("4 MiB").compare(using("20 MiB")).code());
    assertEquals(1, using("4 MiB").compare(using("21 MiB")).code());
    assertEquals(0, using("500 MiB").compare(using("4 MiB")).code());
  }

  @Test
  void withoutNvidiaSmiNothingIsCompared() throws IOException {
    assertEquals(77, state("").compare(state("")).code());
    assertEquals(77, state("").compare(using("4 MiB")).code());
  }

  /** A GPU that nvidia-smi no longer finds after the checks has not passed them. */
  @Test
  void aGpuThatIsGoneIsAFailure() throws IOException {
    assertEquals(1, using("4 MiB").compare(state("")).code());
    assertEquals(1, using("4 MiB").compare(state("name,memory.used\nNo devices were found\n")).code());
    assertEquals(1, using("4 MiB").compare(using("[N/A]")).code());
    assertEquals(1, using("[N/A]").compare(using("4 MiB")).code());
  }
}
