package dev.lamina.reproduce;

import dev.lamina.experiment.ConfigException;
import dev.lamina.experiment.Words;
import java.util.ArrayList;
import java.util.List;

/** All items, in the order in which they run. */
final class Items {

  static final List<Item> ALL = List.of(new TheoryItem(), new NonlinearItem(), new AssumptionsItem(),
      new InitialisationItem(), new EquiSeparationItem(), new DepthItem(),
      new HybridAndMlpItem(), new ProjectionHeadItem(),
      new TextItem(), new ViewsItem());

  private Items() {}

  static List<String> names() {
    return ALL.stream().map(Item::name).toList();
  }

  /**
   * The items of these names, each once, in their own order; all for no names.
   *
   * @throws ConfigException if there is no such item; the message has the nearest name and all of them
   */
  static List<Item> of(List<String> names) {
    for (String name : names) {
      if (!names().contains(name)) {
        String nearest = Words.nearest(name, names());
        throw new ConfigException("there is nothing called '" + name + "' to reproduce; did you mean '" + nearest
            + "'? There are " + String.join(", ", names()));
      }
    }
    List<Item> items = new ArrayList<>(ALL);
    items.removeIf(item -> !names.isEmpty() && !names.contains(item.name()));
    return items;
  }
}
