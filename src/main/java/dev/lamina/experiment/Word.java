package dev.lamina.experiment;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Constants as configurations spell them: {@code ORTHOGONAL_PADDED} is {@code orthogonal-padded}. */
final class Word {

  private Word() {}

  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static List<String> all(Enum<?>[] constants) {
    return Arrays.stream(constants).map(Word::of).toList();
  }

  /** The constant of a word that {@link #all} has. */
  static <E extends Enum<E>> E constant(Class<E> type, String word) {
    return Enum.valueOf(type, word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
