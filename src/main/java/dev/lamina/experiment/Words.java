package dev.lamina.experiment;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** How far one word is from another, to guess what was meant by a mistyped one. */
public final class Words {

  private Words() {}

  /** The known word that is nearest to one, whatever its distance; the first of several. */
  public static String nearest(String word, Collection<String> known) {
    return known.stream().min(Comparator.comparingInt(candidate -> distance(word, candidate))).orElseThrow();
  }

  /**
   * The known word that was probably meant by one: nearest, and no further away than a third of its letters and one.
   */
  public static Optional<String> meant(String word, Collection<String> known) {
    return known.isEmpty() ? Optional.empty()
        : Optional.of(nearest(word, known)).filter(candidate -> distance(word, candidate) <= 1 + word.length() / 3);
  }

  /** Insertions, deletions and replacements of letters that turn {@code a} into {@code b} (Levenshtein 1966). */
  public static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
