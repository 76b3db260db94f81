package dev.lamina;

import java.util.ArrayList;
import java.util.List;

/**
 * An experiment to run: a packaged one or a YAML file, with keys set otherwise.
 *
 * @param nameOrFile what {@code lamina run} takes
 * @param settings {@code key=value}, each in place of what stood there; {@code docs/configuration.md} has the keys
 */
public record Recipe(String nameOrFile, List<String> settings) {

  public Recipe {
    settings = List.copyOf(settings);
  }

  /** The same with a key set. */
  public Recipe with(String key, Object value) {
    List<String> more = new ArrayList<>(settings);
    more.add(key + "=" + value);
    return new Recipe(nameOrFile, more);
  }
}
