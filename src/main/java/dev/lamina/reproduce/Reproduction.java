package dev.lamina.reproduce;

import dev.lamina.device.Device;
import dev.lamina.experiment.ConfigException;
import dev.lamina.experiment.ConfigReader;
import dev.lamina.experiment.Experiment;
import java.util.ArrayList;
import java.util.List;

/** Runs items and gathers their verdicts. */
public final class Reproduction {

  private static final String IMAGE_KEYS = "data.";

  private final List<Item> items;
  private final boolean quick;
  private final List<String> imageSettings;
  private volatile Lab lab;
  private volatile boolean interrupted;

  private Reproduction(List<Item> items, boolean quick, List<String> imageSettings) {
    this.items = items;
    this.quick = quick;
    this.imageSettings = List.copyOf(imageSettings);
  }

  /** The names of all items. */
  public static List<String> names() {
    return Items.names();
  }

  /**
   * Chooses what to run.
   *
   * @param names of items; all if empty
   * @param quick whether to run less of each, in minutes
   * @param imageSettings {@code data.key=value}, for the items on images
   * @throws ConfigException if a name is unknown, or a setting is not of data or does not fit
   * @throws dev.lamina.data.DataException if images cannot be read
   */
  public static Reproduction of(List<String> names, boolean quick, List<String> imageSettings) {
    List<Item> items = Items.of(names);
    for (String setting : imageSettings) {
      if (!setting.startsWith(IMAGE_KEYS)) {
        throw new ConfigException("--set " + setting + ": a reproduction fixes all but its images; expected a key that"
            + " begins with " + IMAGE_KEYS);
      }
      if (items.stream().noneMatch(Item::onImages)) {
        throw new ConfigException("--set " + setting + ": none of the chosen items is on images; those are "
            + String.join(", ", Items.ALL.stream().filter(Item::onImages).map(Item::name).toList()));
      }
    }
    if (!imageSettings.isEmpty()) {
      requireUsable(items, imageSettings);
    }
    return new Reproduction(items, quick, imageSettings);
  }

  /** Images that cannot be read would otherwise show after the items before, and lose their results. */
  private static void requireUsable(List<Item> items, List<String> imageSettings) {
    items.stream().filter(Item::onImages).flatMap(item -> item.experiments().stream())
        .forEach(experiment -> Experiment.prepare(ConfigReader.read(experiment, imageSettings)));
  }

  /**
   * Runs all items, or those before an interruption.
   *
   * @param deviceName what configurations call the device
   */
  public Reproduced run(Device device, String deviceName, Watcher watcher) {
    long started = System.nanoTime();
    List<Reproduced.Part> parts = new ArrayList<>();
    for (Item item : items) {
      lab = new Lab(item, device, deviceName, quick, imageSettings, watcher);
      if (interrupted) {
        break;
      }
      watcher.item(item.name(), item.title());
      long begun = System.nanoTime();
      try {
        Findings findings = item.run(lab);
        double seconds = seconds(begun);
        parts.add(new Reproduced.Part(item, findings, lab.runs(), seconds));
        watcher.finished(item.name(), (int) findings.verdicts().stream().filter(verdict -> !verdict.fails()).count(),
            findings.verdicts().size(), seconds);
      } catch (Lab.Interrupted e) {
        break;
      }
    }
    return new Reproduced(parts, quick, parts.size() < items.size(), seconds(started));
  }

  /** Asks the reproduction to end soon; any thread may. */
  public void interrupt() {
    interrupted = true;
    Lab current = lab;
    if (current != null) {
      current.interrupt();
    }
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }
}
