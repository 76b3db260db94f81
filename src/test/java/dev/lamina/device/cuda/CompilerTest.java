package dev.lamina.device.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.device.cuda.library.CudaLibraries;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@EnabledIfSystemProperty(named = "lamina.require", matches = "(soft)?cuda", disabledReason = "needs NVRTC")
class CompilerTest {

  @BeforeAll
  static void load() {
    CudaLibraries.load();
  }

  @Test
  void takesTheNewestArchitectureOfTheGpusGeneration() {
    assertEquals("--gpu-architecture=sm_90", new Compiler(90).options("float").get(0));
    assertEquals("--gpu-architecture=sm_90", new Compiler(99).options("float").get(0));
  }

  @Test
  void saysThatItIsOlderThanTheGpu() {
    String message = assertThrows(CudaException.class, () -> new Compiler(990)).getMessage();
    assertTrue(message.contains("sm_990") && message.contains("90") && message.contains("newer CUDA"), message);
  }

  @Test
  void refusedTextComesWithTheLog() {
    Compiler compiler = new Compiler(90);
    String message = assertThrows(CudaException.class, () -> compiler.compile("bad.cu",
        "extern \"C\" __global__ void f(int* x) { x[0] = nowhere; }", compiler.options("float"))).getMessage();
    assertTrue(message.startsWith("nvrtcCompileProgram (bad.cu") && message.contains("nowhere"), message);
  }
}
