package dev.lamina.experiment;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.data.DataException;
import dev.lamina.device.DeviceException;
import dev.lamina.device.Device;
import dev.lamina.device.Devices;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever a key is set to, a run is prepared well or says in one line what is wrong, and numbers that are taken can be
 * run with; nothing is ever unforeseen.
 */
class GarbageValuesTest {

  private static final List<String> GARBAGE = List.of("-1", "0", "1", "0.5", "NaN", "Infinity", "1e400", "1e30",
      "2147483647",
      "9223372036854775807", "0x10", "abc", "[1]", "true", "a\u0000b", "../..");

  private static final List<String> SMALL = List.of("training.epochs=2", "network.width=4", "network.hidden=2",
      "data.dimension=6", "data.samples=6", "network.nonlinear=1", "training.momentum=0.5", "training.batch=4",
      "training.check-every=1");

  private static final long FEW_BYTES = 1 << 24;

  private static Device device;

  @BeforeAll
  static void open() {
    device = Devices.first();
  }

  @AfterAll
  static void close() {
    device.close();
  }

  @ParameterizedTest
  @EnumSource
  void neverUnforeseen(ConfigKey key) {
    for (String value : GARBAGE) {
      List<String> settings = new ArrayList<>(SMALL);
      settings.add(key.key() + "=" + value);
      attempt(settings, key.fallback() instanceof Number);
    }
  }

  /** Even the most members that can be asked for are planned, and not made, where the device cannot hold them. */
  @Test
  void mostMembers() {
    attempt(List.of("members=1000000", "data.kind=fashion-mnist-5k"), false);
  }

  private static void attempt(List<String> settings, boolean run) {
    try {
      Experiment experiment = Experiment.prepare(ConfigReader.read("theory", settings));
      assertTrue(experiment.plan().bytes() > 0, settings.toString());
      if (run && experiment.plan().bytes() < FEW_BYTES && experiment.config().epochs() < 10) {
        RunSummaries.of(experiment.run(device, report -> { }), "cpu");
      }
    } catch (ConfigException | DataException | DeviceException e) {
      assertFalse(e.getMessage().isBlank(), settings.toString());
      assertFalse(e.getMessage().contains("\n"), e.getMessage());
    } catch (RuntimeException e) {
      throw new AssertionError(settings.get(settings.size() - 1), e);
    }
  }
}
