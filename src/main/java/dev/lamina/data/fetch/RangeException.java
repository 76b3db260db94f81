package dev.lamina.data.fetch;

import java.io.IOException;

/** A server does not continue a file as it was asked to; it may still send the whole. */
final class RangeException extends IOException {
  private static final long serialVersionUID = 1L;

  RangeException(String message) {
    super(message);
  }
}
