package dev.lamina.reproduce.item;

import dev.lamina.experiment.ConfigException;
import dev.lamina.experiment.Words;
import dev.lamina.reproduce.Item;
import dev.lamina.reproduce.UserData;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** All items, in the order in which they run. */
public final class Items {

  private static final String DATA_KEYS = "data.";

  private static final List<Item> ALL = List.of(new TheoryItem(), new NonlinearItem(), new AssumptionsItem(),
      new InitialisationItem(), new EquiSeparationItem(), new DepthItem(),
      new HybridAndMlpItem(), new ProjectionHeadItem(),
      new TextItem(), new ViewsItem());

  private Items() {}

  /** What they are called. */
  public static List<String> names() {
    return ALL.stream().map(Item::name).toList();
  }

  /**
   * The items of these names, each once, in their own order; all for no names.
   *
   * @param dataSettings {@code data.key=value}, for the items on images, or with data.kind=libsvm for those on texts
   * @throws ConfigException if there is no such item, in which case the message has the nearest name and all of them;
   *     or if a setting is not of data, or none of the items is on such data
   */
  public static List<Item> of(List<String> names, List<String> dataSettings) {
    for (String name : names) {
      if (!names().contains(name)) {
        String nearest = Words.nearest(name, names());
        throw new ConfigException("there is nothing called '" + name + "' to reproduce; did you mean '" + nearest
            + "'? There are " + String.join(", ", names()));
      }
    }
    List<Item> items = new ArrayList<>(ALL);
    items.removeIf(item -> !names.isEmpty() && !names.contains(item.name()));
    dataSettings.forEach(setting -> check(setting, UserData.of(dataSettings), items));
    return items;
  }

  private static void check(String setting, UserData given, List<Item> items) {
    if (!setting.startsWith(DATA_KEYS)) {
      throw new ConfigException("--set " + setting
          + ": a reproduction fixes all but its images and texts; expected a key that begins with " + DATA_KEYS);
    }
    if (items.stream().noneMatch(item -> item.takes() == given)) {
      throw new ConfigException("--set " + setting + ": none of the chosen items is on "
          + given.name().toLowerCase(Locale.ROOT) + "; those are "
          + String.join(", ", ALL.stream().filter(item -> item.takes() == given).map(Item::name).toList()));
    }
  }
}
