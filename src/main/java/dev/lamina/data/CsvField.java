package dev.lamina.data;

/** Numbers in the text of one field. */
final class CsvField {
  private CsvField() {}

  /** The finite number in a field; {@link DataException} at {@code where} if there is none. */
  static double number(String field, String where) {
    double value = parse(field);
    if (!Double.isFinite(value)) {
      throw new DataException(where, "'" + field + "'", "a finite number", "correct the line");
    }
    return value;
  }

  /** The integer in a field; {@link DataException} at {@code where} if there is none. */
  static long integer(String field, String where) {
    try {
      return Long.parseLong(field.strip());
    } catch (NumberFormatException e) {
      throw new DataException(where, "'" + field + "'", "an integer label", "correct the line", e);
    }
  }

  /** A field that is neither a number nor a number's absence: a line that has one is a header, not a bad sample. */
  static boolean isName(String field) {
    return Double.isNaN(parse(field)) && !field.strip().matches("(?i)|[+-]?(nan|inf|infinity)|na|null|none");
  }

  /** The number in a field, or NaN; what only Java takes for a number (a type letter, hexadecimal) is not one. */
  private static double parse(String field) {
    for (int i = 0; i < field.length(); i++) {
      if ("0123456789+-.eE \t".indexOf(field.charAt(i)) < 0) {
        return Double.NaN;
      }
    }
    try {
      return Double.parseDouble(field);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
