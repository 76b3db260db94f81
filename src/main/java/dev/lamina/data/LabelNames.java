package dev.lamina.data;

import java.util.List;

/** The names under which files hold their labels. */
final class LabelNames {
  /** In the order of preference. */
  static final List<String> ALL = List.of("labels", "y");

  private LabelNames() {}
}
