package dev.lamina.data;

/**
 * Text from files and users, made fit for a terminal: on one line, of bounded length, without control sequences. Every
 * message and every name in a table goes through here; what the file says stays as it is everywhere else.
 */
public final class PlainText {
  private PlainText() {}

  /**
   * The text on one line: runs of control, format and separator characters, and halves of surrogate pairs, become a
   * blank.
   */
  public static String line(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]+", " ").strip();
  }

  /** As {@link #line(String)}, cut after {@code most} characters; what is cut away is not looked at. */
  public static String line(String text, int most) {
    String line = line(text.length() <= 2 * most ? text : text.substring(0, 2 * most));
    boolean cut = line.length() > most || text.length() > 2 * most;
    return cut ? line.substring(0, Math.min(most, line.length())) + "..." : line;
  }
}
