package dev.lamina.reproduce;

import dev.lamina.device.Device;
import dev.lamina.experiment.ConfigReader;
import dev.lamina.experiment.Experiment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Runs items and gathers their verdicts. */
public final class Reproduction {

  private final List<Item> items;
  private final boolean quick;
  private final List<String> dataSettings;
  private volatile Lab lab;
  private volatile boolean interrupted;

  private Reproduction(List<Item> items, boolean quick, List<String> dataSettings) {
    this.items = List.copyOf(items);
    this.quick = quick;
    this.dataSettings = List.copyOf(dataSettings);
  }

  /**
   * A reproduction of items.
   *
   * @param items what to run, in this order
   * @param quick whether to run less of each, in minutes
   * @param dataSettings {@code data.key=value}, for the items that take such data
   * @throws dev.lamina.experiment.ConfigException if a setting does not fit
   * @throws dev.lamina.data.DataException if these data cannot be read
   */
  public static Reproduction of(List<Item> items, boolean quick, List<String> dataSettings) {
    UserData given = UserData.of(dataSettings);
    // Data that cannot be read would otherwise show after the items before, and lose their results.
    if (given != UserData.NONE) {
      items.stream().filter(item -> item.takes() == given).flatMap(item -> item.experiments().stream())
          .forEach(experiment -> Experiment.prepare(ConfigReader.read(experiment, dataSettings)));
    }
    return new Reproduction(items, quick, dataSettings);
  }

  /**
   * Runs all items, or those before an interruption.
   *
   * @param deviceName what configurations call the device
   * @param keep given what there is whenever an item has been finished
   * @return what {@code keep} was given last, or nothing but that it was interrupted
   */
  public Reproduced run(Device device, String deviceName, Watcher watcher, Consumer<Reproduced> keep) {
    long started = System.nanoTime();
    Reproduced reproduced = new Reproduced(List.of(), quick, true, 0);
    List<Reproduced.Part> parts = new ArrayList<>();
    for (Item item : items) {
      lab = new Lab(item, device, deviceName, quick,
          item.takes() == UserData.of(dataSettings) ? dataSettings : List.of(), watcher);
      if (interrupted) {
        break;
      }
      watcher.item(item.name(), item.title());
      long begun = System.nanoTime();
      try {
        Findings findings = item.run(lab);
        double seconds = seconds(begun);
        parts.add(new Reproduced.Part(item, findings, lab.runs(), seconds));
        reproduced = new Reproduced(parts, quick, parts.size() < items.size(), seconds(started));
        keep.accept(reproduced);
        watcher.finished(item.name(), (int) findings.verdicts().stream().filter(verdict -> !verdict.fails()).count(),
            findings.verdicts().size(), seconds);
      } catch (Lab.Interrupted e) {
        break;
      }
    }
    return reproduced;
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
