package dev.lamina.documents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What of a Markdown document can be referred to, and what it refers to.
 *
 * @param headings their texts
 * @param labels what begins a heading, {@code L1. Gram identity}, or a row of a table
 * @param anchors of the headings, as GitHub makes them
 * @param links relative ones
 */
record MarkdownDocument(Set<String> headings, Set<String> labels, Set<String> anchors, List<Link> links) {

  record Link(int line, String target) {}

  private static final Pattern HEADING = Pattern.compile("#{1,6} +(.*)");
  private static final Pattern LABEL = Pattern.compile("(?:#{1,6} +([A-Z]\\d)\\. .*|\\| ([A-Z]\\d) \\|.*)");
  private static final Pattern LINK = Pattern.compile("\\]\\((?!\\w+:)([^)\\s]+)\\)");

  static MarkdownDocument read(Path file) {
    MarkdownDocument document =
        new MarkdownDocument(new HashSet<>(), new HashSet<>(), new HashSet<>(), new ArrayList<>());
    List<String> lines = textOf(file).lines().toList();
    boolean code = false;
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).strip().startsWith("```")) {
        code = !code;
      } else if (!code) {
        document.take(lines.get(i), i + 1);
      }
    }
    return document;
  }

  private void take(String line, int number) {
    Matcher heading = HEADING.matcher(line);
    if (heading.matches()) {
      headings.add(heading.group(1));
      anchors.add(heading.group(1).toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'));
    }
    Matcher label = LABEL.matcher(line);
    if (label.matches()) {
      labels.add(label.group(1) == null ? label.group(2) : label.group(1));
    }
    for (Matcher link = LINK.matcher(line.replaceAll("`[^`]*`", "")); link.find(); ) {
      links.add(new Link(number, link.group(1)));
    }
  }

  static String textOf(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }
}
