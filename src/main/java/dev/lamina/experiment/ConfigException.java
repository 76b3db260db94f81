package dev.lamina.experiment;

import dev.lamina.data.PlainText;

/** A configuration that cannot be used; the message is one line: the key, what was found and what was expected. */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final int LONGEST = 2000;

  public ConfigException(String message) {
    super(PlainText.line(message, LONGEST));
  }
}
