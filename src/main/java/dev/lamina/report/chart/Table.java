package dev.lamina.report.chart;

import java.util.List;

/**
 * A table of texts; the first column names the row.
 *
 * @param caption what the rows are
 * @param columns headings
 * @param rows each as long as {@code columns}
 * @param words columns that hold words and are set to the left; all others hold numbers
 * @param shares whether numbers are shares, from 0 to 1, and their cells shaded by them: a heat map
 */
public record Table(String caption, List<String> columns, List<List<String>> rows, List<String> words,
    boolean shares) {
  /** A cell of this text is a verdict; it carries a sign besides its colour. */
  public static final String HOLDS = "\u2713 holds";

  /** A verdict too: the claim fails, for a reason that was given in advance. */
  public static final String EXPECTED = "\u2248 expected deviation";

  /** And this one: the claim fails. */
  public static final String FAILS = "\u2717 fails";

  private static final int LONG = 24;

  /** Steps of the shades, {@code h0} to {@code h10} in the style sheet. */
  private static final int SHADES = 10;

  /** Copies what it is given; rows must be as long as there are columns. */
  public Table {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
    words = List.copyOf(words);
    for (List<String> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(row.size() + " cells under " + columns.size() + " columns of " + caption);
      }
    }
  }

  /** A table without shades. */
  public Table(String caption, List<String> columns, List<List<String>> rows, List<String> words) {
    this(caption, columns, rows, words, false);
  }

  /**
   * The table in a container of its own that scrolls, so that the page never does, and that in one for its tools, too.
   */
  public void write(Markup page) {
    page.open("div", "class", "tabular")
        .open("div", "class", "scroll", "role", "region", "aria-label", caption, "tabindex", "0").open("table");
    page.leaf("caption", caption).open("thead").open("tr");
    for (String column : columns) {
      page.leaf("th", column, "scope", "col", "class", align(column));
    }
    page.close().close().open("tbody");
    for (List<String> row : rows) {
      page.open("tr");
      for (int index = 0; index < columns.size(); index++) {
        String column = columns.get(index);
        if (index == 0) {
          page.leaf("th", row.get(index), "scope", "row", "class", align(column) + length(column, row.get(index)));
        } else {
          page.leaf("td", row.get(index), "class",
              align(column) + length(column, row.get(index)) + verdict(row.get(index)) + shade(row.get(index)));
        }
      }
      page.close();
    }
    page.close().close().close().close();
  }

  private String align(String column) {
    return words.contains(column) ? "words" : "number";
  }

  /** Long texts may take several lines. */
  private String length(String column, String cell) {
    return words.contains(column) && cell.length() > LONG ? " long" : "";
  }

  private String shade(String cell) {
    if (!shares || cell.equals(Numbers.MISSING) || cell.endsWith("\u221e")) {
      return "";
    }
    return " h" + Math.round(SHADES * Math.max(0, Math.min(1, Double.parseDouble(cell))));
  }

  private static String verdict(String cell) {
    return switch (cell) {
      case HOLDS -> " good";
      case EXPECTED -> " warn";
      case FAILS -> " bad";
      default -> "";
    };
  }
}
