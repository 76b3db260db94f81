package dev.lamina.documents;

import java.util.ArrayList;
import java.util.List;

/**
 * A text as one line, without what begins the lines of a comment, so that what is said over the end of a line is found.
 *
 * @param starts where in {@code text} each line begins
 */
record Prose(String text, List<Integer> starts) {

  static Prose of(String text) {
    StringBuilder joined = new StringBuilder();
    List<Integer> starts = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      starts.add(joined.length());
      joined.append(line.strip().replaceFirst("^(?:/\\*\\*|\\*|//|#+)\\s+", "")).append(' ');
    }
    return new Prose(joined.toString(), starts);
  }

  /** The number of the line, from 1, that this place of {@link #text} comes from. */
  int line(int place) {
    int line = 0;
    while (line < starts.size() && starts.get(line) <= place) {
      line++;
    }
    return line;
  }
}
