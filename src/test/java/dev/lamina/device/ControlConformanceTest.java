package dev.lamina.device;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ControlConformanceTest extends DeviceConformance {

  @Test
  void infoNamesTheDevice() {
    DeviceInfo info = device.info();
    assertFalse(info.kind().isBlank(), "kind");
    assertFalse(info.name().isBlank(), "name");
    assertTrue(info.memoryBytes() > 1 << 20, "memory of " + info.memoryBytes() + " bytes");
    assertFalse(info.versions().isEmpty(), "versions");
    assertFalse(info.svdDriver().isBlank(), "driver of singular values");
  }

  @Test
  void eventsMeasureTheWorkBetweenThem() {
    Host x = Host.normal(new SplittableRandom(19), 257, 257, 1);
    Matrix a = memory.input(ElementType.FLOAT64, x);
    Matrix c = memory.target(ElementType.FLOAT64, 257, 257, 1);
    try (Event first = device.event(); Event second = device.event()) {
      for (int i = 0; i < 20; i++) {
        device.gemm(Transpose.NO, Transpose.NO, Scalar.ONE, a, a, Scalar.ZERO, c);
      }
      try (Event third = device.event()) {
        assertTrue(second.secondsSince(first) >= 0, "time does not run backwards");
        assertTrue(third.secondsSince(second) > 0, "twenty products take time");
        assertTrue(third.secondsSince(first) >= third.secondsSince(second), "intervals add up");
        assertTrue(third.secondsSince(first) < 60, "seconds, not another unit: " + third.secondsSince(first));
      }
    }
  }

  @Test
  void synchronizeWaits() {
    Matrix target = memory.target(ElementType.FLOAT32, 33, 65, 5);
    device.synchronize();
    device.fill(target, 2);
    device.synchronize();
    Check.same("filled", Host.filled(33, 65, 5, 2), memory.read(target));
  }
}
