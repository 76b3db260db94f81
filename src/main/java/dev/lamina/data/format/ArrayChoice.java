package dev.lamina.data.format;

import dev.lamina.data.DataException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Arrays that are chosen by name or pattern. */
final class ArrayChoice {
  private ArrayChoice() {}

  /**
   * The arrays that are wanted, in the order in which they are.
   *
   * @param files for messages
   * @param named those that can be chosen by their full name
   * @param layers those that a pattern stands for, too
   * @param only names, or patterns with {@code *} and {@code ?}, each of which stands for all that fit
   * @throws DataException if there is no array of a name, or none that fits a pattern
   */
  static List<String> of(String files, Collection<String> named, Collection<String> layers, List<String> only) {
    Set<String> chosen = new LinkedHashSet<>();
    for (String wanted : only) {
      List<String> found = named.contains(wanted) ? List.of(wanted)
          : layers.stream().filter(name -> Glob.matches(wanted, name)).toList();
      if (found.isEmpty()) {
        throw new DataException(
            "layer '" + wanted + "'", "no such array in " + files, "one of " + layers, "name one of these layers");
      }
      chosen.addAll(found);
    }
    return List.copyOf(chosen);
  }
}
