package dev.lamina.data;

/** Data that cannot be read or do not fit together; the message is one line: where, found, expected, what to do. */
public final class DataException extends RuntimeException {
  private static final int LONGEST_PART = 400;

  /**
   * Makes the message {@code where: found; expected ...; remedy}.
   *
   * @param where the file, and the array, key, line or column in it
   * @param found what is there
   * @param expected what was expected there
   * @param remedy what to do
   */
  public DataException(String where, String found, String expected, String remedy) {
    this(where, found, expected, remedy, null);
  }

  /** As the other constructor, with the exception that told. */
  public DataException(String where, String found, String expected, String remedy, Throwable cause) {
    super(part(where) + ": " + part(found) + "; expected " + part(expected) + "; " + part(remedy), cause);
  }

  /** Names and values come from files: nothing in them may break the line or flood it. */
  private static String part(String text) {
    return PlainText.line(text, LONGEST_PART);
  }
}
