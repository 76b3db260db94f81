package dev.lamina.reproduce;

import dev.lamina.experiment.DataKind;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Data of the user's that can take the place of those that an item has. */
public enum UserData {
  NONE, IMAGES, TEXTS;

  private static final String KIND = "data.kind=";

  /** The {@code data.kind} that settings ask for, if any and if there is such a kind: the last one counts. */
  static Optional<DataKind> kind(List<String> settings) {
    return settings.stream().filter(setting -> setting.startsWith(KIND))
        .map(setting -> setting.substring(KIND.length())).reduce((first, last) -> last)
        .flatMap(word -> Arrays.stream(DataKind.values()).filter(kind -> kind.word().equals(word)).findFirst());
  }

  /** What settings of data are meant for. */
  public static UserData of(List<String> settings) {
    if (settings.isEmpty()) {
      return NONE;
    }
    return kind(settings).filter(kind -> kind == DataKind.LIBSVM).isPresent() ? TEXTS : IMAGES;
  }
}
