package dev.lamina.data.format;

import java.util.Locale;
import java.util.Set;

/** Numbers in the text of a field. */
final class CsvNumber {
  /** How programs write a value that is not there or is no number; a header has none of them. */
  private static final Set<String> ABSENT =
      Set.of("", "nan", "+nan", "-nan", "inf", "+inf", "-inf", "infinity", "+infinity", "-infinity", "na", "n/a",
          "null", "none");

  private CsvNumber() {}

  /** Whether the field is a number, finite or too large to be one. */
  static boolean isNumber(String field, boolean decimalComma) {
    return !Double.isNaN(parse(field, decimalComma));
  }

  /** Whether a field could be the name of a column: it has a letter, and is neither a number nor a number's absence. */
  static boolean isName(String field, boolean decimalComma) {
    return field.codePoints().anyMatch(c -> Character.isLetter(c) || c == '_')
        && !isNumber(field, decimalComma) && !ABSENT.contains(field.toLowerCase(Locale.ROOT));
  }

  /** The number in a field, or NaN; what only Java takes for a number (a type letter, hexadecimal) is not one. */
  static double parse(String field, boolean decimalComma) {
    boolean comma = decimalComma && hasDecimalComma(field);
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      if ("0123456789+-.eE".indexOf(c) < 0 && !(comma && c == ',')) {
        return Double.NaN;
      }
    }
    try {
      return Double.parseDouble(comma ? field.replace(',', '.') : field);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /** Whether there is exactly one comma and no point. */
  static boolean hasDecimalComma(String field) {
    int comma = field.indexOf(',');
    return comma >= 0 && comma == field.lastIndexOf(',') && field.indexOf('.') < 0;
  }
}
