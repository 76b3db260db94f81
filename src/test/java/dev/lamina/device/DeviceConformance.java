package dev.lamina.device;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every device must do. Each subclass covers one group of operations and runs once for each required device;
 * after every test the guards around all of its matrices are checked.
 */
@ParameterizedClass
@MethodSource("dev.lamina.device.Devices#required")
abstract class DeviceConformance {
  static final int[] MEMBERS = {1, 5};

  @Parameter Device device;
  GuardedMemory memory;

  @BeforeEach
  void openMemory() {
    memory = new GuardedMemory(device);
  }

  @AfterEach
  void checkGuardsAndFree() {
    memory.close();
  }
}
