package dev.lamina.device.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lamina.device.cuda.library.CudaLibraries;
import jcuda.driver.CUresult;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@EnabledIfSystemProperty(named = "lamina.require", matches = ".*cuda.*", disabledReason = "the driver gives the texts")
class StatusTest {

  @ParameterizedTest
  @CsvSource({
      CUresult.CUDA_ERROR_ILLEGAL_ADDRESS + ", true", CUresult.CUDA_ERROR_LAUNCH_FAILED + ", true",
      CUresult.CUDA_ERROR_MISALIGNED_ADDRESS + ", true", CUresult.CUDA_ERROR_OUT_OF_MEMORY + ", false",
      CUresult.CUDA_ERROR_INVALID_VALUE + ", false", CUresult.CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES + ", false"})
  void knowsWhatLosesTheContext(int code, boolean sticky) {
    CudaLibraries.load();
    assertEquals(sticky, assertThrows(CudaException.class, () -> Status.driver("call", code)).isSticky());
  }
}
