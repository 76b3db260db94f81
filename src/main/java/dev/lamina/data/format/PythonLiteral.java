package dev.lamina.data.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads what Python's {@code ast.literal_eval} does of the literals that headers of arrays are made of: dictionaries,
 * tuples, lists, texts in either quotes, whole numbers, True, False and None. A number is a {@link Long}, a tuple or
 * list a {@link List}, a dictionary a {@link Map}; None is {@link #NONE}.
 */
final class PythonLiteral {
  /** Python's None. */
  static final Object NONE = new Object();

  private static final int DEEPEST = 16;

  private final String text;
  private int at;

  private PythonLiteral(String text) {
    this.text = text;
  }

  /** A text that is no such literal, and where that shows. */
  static final class Wrong extends Exception {
    private static final long serialVersionUID = 1L;

    Wrong(String expected, int at) {
      super("expected " + expected + " at character " + at);
    }
  }

  /** The value of a text. */
  static Object parse(String text) throws Wrong {
    PythonLiteral literal = new PythonLiteral(text);
    Object value = literal.value(0);
    if (literal.next() != 0) {
      throw literal.wrong("nothing more");
    }
    return value;
  }

  private Object value(int depth) throws Wrong {
    if (depth > DEEPEST) {
      throw wrong("less nesting");
    }
    char c = next();
    return switch (c) {
      case '{' -> dictionary(depth);
      case '(' -> sequence(')', depth);
      case '[' -> sequence(']', depth);
      case '\'', '"' -> quoted();
      default -> c == '-' || c == '+' || isDigit(c) ? number() : word();
    };
  }

  private Map<Object, Object> dictionary(int depth) throws Wrong {
    Map<Object, Object> map = new LinkedHashMap<>();
    at++;
    while (next() != '}') {
      Object key = value(depth + 1);
      take(':');
      map.put(key, value(depth + 1)); // as in Python, the last one counts
      if (next() != '}') {
        take(',');
      }
    }
    at++;
    return map;
  }

  /** A tuple or a list; {@code (3)} is no tuple but the number, as in Python. */
  private Object sequence(char end, int depth) throws Wrong {
    List<Object> items = new ArrayList<>();
    boolean comma = end == ']';
    at++;
    while (next() != end) {
      items.add(value(depth + 1));
      if (next() != end) {
        take(',');
        comma = true;
      }
    }
    at++;
    return comma || items.isEmpty() ? items : items.get(0);
  }

  private String quoted() throws Wrong {
    char quote = text.charAt(at);
    int end = text.indexOf(quote, at + 1);
    if (end < 0 || text.lastIndexOf('\\', end) > at || text.lastIndexOf('\n', end) > at) {
      throw wrong("a text in quotes without escapes");
    }
    String value = text.substring(at + 1, end);
    at = end + 1;
    return value;
  }

  /** Old Pythons wrote {@code 3L}. */
  private Long number() throws Wrong {
    int start = at;
    at++;
    while (at < text.length() && (isDigit(text.charAt(at)) || text.charAt(at) == '_')) {
      at++;
    }
    String digits = text.substring(start, at).replace("_", "");
    if (at < text.length() && text.charAt(at) == 'L') {
      at++;
    }
    try {
      return Long.valueOf(digits);
    } catch (NumberFormatException e) {
      at = start;
      throw wrong("a whole number of at most 18 digits");
    }
  }

  private Object word() throws Wrong {
    int start = at;
    while (at < text.length() && Character.isLetter(text.charAt(at))) {
      at++;
    }
    String word = text.substring(start, at);
    boolean prefix = at < text.length() && (text.charAt(at) == '\'' || text.charAt(at) == '"');
    if (prefix && (word.equalsIgnoreCase("u") || word.equalsIgnoreCase("b"))) {
      return quoted();
    }
    switch (word) {
      case "True":
        return true;
      case "False":
        return false;
      case "None":
        return NONE;
      default:
        at = start;
        throw wrong("a text, a number, True, False, a tuple or a dictionary");
    }
  }

  /** The next character that is no blank, which stays to be read; 0 at the end. */
  private char next() {
    while (at < text.length() && " \t\n\r\f\0".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return at < text.length() ? text.charAt(at) : 0;
  }

  private void take(char c) throws Wrong {
    if (next() != c) {
      throw wrong("'" + c + "'");
    }
    at++;
  }

  private Wrong wrong(String expected) {
    return new Wrong(expected, at);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
