package dev.lamina.reproduce;

import java.util.List;

/** Data of the user's that can take the place of those that an item has. */
enum UserData {
  NONE, IMAGES, TEXTS;

  private static final String KIND = "data.kind=";

  /** The {@code data.kind} that settings ask for, or nothing: the last one counts. */
  static String kind(List<String> settings) {
    return settings.stream().filter(setting -> setting.startsWith(KIND))
        .map(setting -> setting.substring(KIND.length())).reduce("", (first, last) -> last);
  }

  /** What settings of data are meant for. */
  static UserData of(List<String> settings) {
    return settings.isEmpty() ? NONE : kind(settings).equals("libsvm") ? TEXTS : IMAGES;
  }
}
