package dev.lamina.reproduce;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.experiment.ConfigReader;
import dev.lamina.reproduce.OwnSettings.Setting;
import dev.lamina.reproduce.item.Items;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a packaged configuration calls ours is found, with its key. */
class OwnSettingsTest {

  @Test
  void commentsThatBeginWithOurs() {
    assertEquals(List.of(
        new Setting("precision", "fp64", "the loss ends at 1e-11"),
        new Setting("network.width", "128", ""),
        new Setting("network.batch-norm", "true", "without it nothing: is learnt"),
        new Setting("training.epochs", "40", "")),
        OwnSettings.of("""
            # ours: not a setting
            precision: fp64   # ours: the loss ends at 1e-11

            network:          # ours is not said here
              width: 128      # ours
              hidden: 6       # not ours
              batch-norm: true   # ours: without it nothing: is learnt
              nonlinear: 3    # oursels
            training:
              epochs: 40 # ours
            """));
  }

  /**
   * A misspelt comment would hide a setting: every experiment of every item has some, and each is a key and its
   * value.
   */
  @Test
  void thoseOfAllItems() {
    for (Item item : Items.of(List.of(), List.of())) {
      for (String experiment : item.experiments()) {
        String yaml = ConfigReader.packaged(experiment);
        List<Setting> settings = OwnSettings.of(yaml);
        assertEquals(yaml.lines().filter(line -> line.matches(".*#\\s*ours\\b.*")).count(), settings.size(),
            experiment);
        settings.forEach(setting -> assertDoesNotThrow(() ->
            ConfigReader.read(experiment, List.of(setting.key() + "=" + setting.value())), setting.toString()));
      }
    }
    assertTrue(OwnSettings.of(ConfigReader.packaged("depth")).size() > 10);
  }
}
