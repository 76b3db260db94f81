package dev.lamina.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.device.Device;
import dev.lamina.device.DeviceException;
import dev.lamina.device.Plan;
import dev.lamina.device.cpu.CpuDevice;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A step tells a device that can do it from one that cannot, or does it wrongly. */
class DiagnosisTest {

  /** These find a plan that repeats itself in one kernel, or in a graph; the CPU knows neither. */
  private static final Set<String> PLANS = Set.of("capture", "resident");

  /** A CPU device on which one operation does nothing, or fails. */
  private static Device faulty(Device device, String operation, RuntimeException failure) {
    Class<?>[] types = {Device.class};
    return (Device) Proxy.newProxyInstance(Device.class.getClassLoader(), types, (proxy, method, given) -> {
      if (method.getName().equals(operation)) {
        if (failure != null) {
          throw failure;
        }
        return null;
      }
      try {
        return method.invoke(device, given);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    });
  }

  @Test
  void whatADeviceCanDoIsTold() {
    for (String step : Diagnosis.steps()) {
      if (!PLANS.contains(step)) {
        try (Device device = new CpuDevice(1); Diagnosis diagnosis = new Diagnosis(device)) {
          assertTrue(step.equals("open") || diagnosis.run(step).startsWith("it ran"), step);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"transfers, fill", "product, gemm", "elementwise, activate", "biases, addBias"})
  void aWrongResultIsTold(String step, String operation) {
    try (Device device = new CpuDevice(1); Diagnosis diagnosis = new Diagnosis(faulty(device, operation, null))) {
      String message = assertThrows(IllegalStateException.class, () -> diagnosis.run(step)).getMessage();
      assertTrue(message.startsWith("it gave ["), message);
    }
  }

  @ParameterizedTest
  @CsvSource({"reductions, sumOfSquares", "randoms, randomNormal", "batches, advance", "batch-norms, batchNormTraining",
      "losses, loss", "moments, classMoments", "gram, gram", "nearest, nearestMean", "neighbours, neighbours",
      "orthonormalize, orthonormalize", "singular-values, singularValues", "eigenvalues, symmetricEigen",
      "gram, synchronize"})
  void whatADeviceCannotDoIsTold(String step, String operation) {
    DeviceException failure = new DeviceException("no such kernel");
    try (Device device = new CpuDevice(1); Diagnosis diagnosis = new Diagnosis(faulty(device, operation, failure))) {
      assertEquals(failure, assertThrows(DeviceException.class, () -> diagnosis.run(step)));
    }
  }

  /** A plan that is what the step asks for, but does not do what was recorded. */
  @ParameterizedTest
  @CsvSource({"capture, false", "resident, true"})
  void aPlanOfTheOtherKindOrWithAnotherResultIsTold(String step, boolean resident) {
    for (boolean kind : new boolean[] {true, false}) {
      try (Device device = new CpuDevice(1); Diagnosis diagnosis = new Diagnosis(recording(device, kind))) {
        String message = assertThrows(IllegalStateException.class, () -> diagnosis.run(step)).getMessage();
        assertTrue(message.startsWith(kind == resident ? "it gave [" : "the plan is "), message);
      }
    }
  }

  private static Device recording(Device device, boolean resident) {
    Plan plan = (Plan) Proxy.newProxyInstance(Plan.class.getClassLoader(), new Class<?>[] {Plan.class},
        (proxy, method, given) -> method.getName().equals("isResident") ? resident : null);
    return (Device) Proxy.newProxyInstance(Device.class.getClassLoader(), new Class<?>[] {Device.class},
        (proxy, method, given) -> method.getName().equals("record") ? plan : method.invoke(device, given));
  }

  @Test
  void theExitCodeIsTheVerdict() throws IOException, InterruptedException {
    Ended names = Ended.of(Diagnosis.class);
    assertEquals(0, names.code());
    assertEquals(Diagnosis.steps(), List.of(names.output().split("\\R")));
    Ended right = Ended.of(Diagnosis.class, "cpu", "product");
    assertEquals(0, right.code(), right.output());
    assertTrue(right.output().contains("it ran, and its result is right"), right.output());
    Ended unknown = Ended.of(Diagnosis.class, "cpu", "everything");
    assertEquals(1, unknown.code(), unknown.output());
    assertTrue(unknown.output().contains("there is no step everything"), unknown.output());
  }
}
