package dev.lamina.cli;

import dev.lamina.data.PlainText;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Which classes there are, for a terminal, where they have other names than their numbers. */
final class ClassLine {
  private static final int MOST = 20;
  private static final int LONGEST = 40;

  private ClassLine() {}

  /** A blank line and the classes with their samples, or nothing. */
  static String of(List<String> names, List<Integer> counts) {
    boolean numbers = IntStream.range(0, names.size()).allMatch(k -> names.get(k).equals(Integer.toString(k)));
    if (numbers) {
      return "";
    }
    String some = IntStream.range(0, Math.min(MOST, names.size()))
        .mapToObj(k -> PlainText.line(names.get(k), LONGEST) + " (" + counts.get(k) + ")")
        .collect(Collectors.joining(", "));
    String rest = names.size() > MOST ? ", ... " + names.size() + " in all" : "";
    return System.lineSeparator() + "classes, with their samples: " + some + rest + System.lineSeparator();
  }
}
