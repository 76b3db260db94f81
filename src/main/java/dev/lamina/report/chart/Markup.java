package dev.lamina.report.chart;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes markup that is HTML and well-formed XML at once. Everything from outside passes {@link #escape}, so nothing a
 * file says can become an element.
 */
public final class Markup {
  private final StringBuilder out = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /** Opens an element; attributes are name and value in turn. */
  public Markup open(String element, Object... attributes) {
    tag(element, attributes);
    out.append('>');
    open.push(element);
    return this;
  }

  /** Closes the innermost open element. */
  public Markup close() {
    out.append("</").append(open.pop()).append(">\n");
    return this;
  }

  /** An element around a text. */
  public Markup leaf(String element, String content, Object... attributes) {
    return open(element, attributes).text(content).close();
  }

  /** An element without content: one of HTML's void elements, or any of SVG's. */
  public Markup empty(String element, Object... attributes) {
    tag(element, attributes);
    out.append("/>\n");
    return this;
  }

  Markup text(String content) {
    out.append(escape(content));
    return this;
  }

  /** Markup made elsewhere in this package. */
  public Markup markup(String trusted) {
    out.append(trusted);
    return this;
  }

  private void tag(String element, Object... attributes) {
    out.append('<').append(element);
    for (int index = 0; index < attributes.length; index += 2) {
      out.append(' ').append(attributes[index]).append("=\"").append(escape(attributes[index + 1].toString()))
          .append('"');
    }
  }

  /** Escapes what has a meaning in markup and replaces what XML cannot hold at all. */
  public static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    text.codePoints().forEach(point -> {
      switch (point) {
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '&' -> escaped.append("&amp;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        default -> escaped.appendCodePoint(allowed(point) ? point : '\ufffd');
      }
    });
    return escaped.toString();
  }

  private static boolean allowed(int point) {
    return point >= 0x20 && point < 0x7f || point == '\t' || point == '\n' || point == '\r'
        || point >= 0xa0 && point < 0xd800 || point > 0xdfff && point != 0xfffe && point != 0xffff;
  }

  @Override
  public String toString() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("unclosed elements: " + open);
    }
    return out.toString();
  }
}
