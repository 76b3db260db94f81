package dev.lamina.bench;

/** A benchmark could not be run; the message names it and says where to look. */
final class BenchmarkFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BenchmarkFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
