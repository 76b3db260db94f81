package dev.lamina.experiment;

/** A configuration that cannot be used; the message is one line: the key, what was found and what was expected. */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ConfigException(String message) {
    super(message);
  }
}
