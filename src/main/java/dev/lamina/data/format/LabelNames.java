package dev.lamina.data.format;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The names under which files hold their labels. */
final class LabelNames {
  /** In the order of preference. */
  static final List<String> ALL = List.of("labels", "y", "label", "targets", "target", "class", "classes");

  private LabelNames() {}

  /** The first of them that is there, in any case of letters. */
  static Optional<String> among(Collection<String> names) {
    return ALL.stream()
        .flatMap(wanted -> names.stream().filter(wanted::equalsIgnoreCase))
        .findFirst();
  }

  static boolean contains(String name) {
    return ALL.stream().anyMatch(name::equalsIgnoreCase);
  }
}
