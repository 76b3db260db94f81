package dev.lamina.cli;

import dev.lamina.data.DataException;
import dev.lamina.data.PlainText;
import dev.lamina.device.DeviceException;
import dev.lamina.device.UnknownDeviceException;
import dev.lamina.experiment.ConfigException;
import dev.lamina.result.OutputException;
import dev.lamina.result.RunFileException;
import java.io.PrintWriter;

/** Turns an exception into one line for the user and an exit code. */
final class Failure {

  private static final int LONGEST = 4000;

  private Failure() {}

  static int report(Throwable exception, PrintWriter err) {
    if (exception instanceof OutOfMemoryError) {
      err.println("lamina: the Java heap is full (" + exception.getMessage()
          + "); use a smaller data set, or raise the limit with JAVA_TOOL_OPTIONS=-Xmx...");
      return ExitCode.FAILED;
    }
    int code = code(exception);
    if (code == ExitCode.FAILED && !(exception instanceof OutputException)) {
      // Not foreseen: the place where it happened is what a bug report needs.
      err.println("lamina: unexpected failure, please report it");
      exception.printStackTrace(err);
      return code;
    }
    err.println("lamina: " + oneLine(exception.getMessage()));
    return code;
  }

  /** What the user gave is part of a message; it may not break the line, nor flood it. */
  static String oneLine(String message) {
    return PlainText.line(message, LONGEST);
  }

  private static int code(Throwable exception) {
    if (exception instanceof ConfigException || exception instanceof UnknownDeviceException) {
      return ExitCode.USAGE;
    }
    if (exception instanceof DeviceException) {
      return ExitCode.DEVICE;
    }
    if (exception instanceof DataException || exception instanceof RunFileException) {
      return ExitCode.DATA;
    }
    return ExitCode.FAILED;
  }
}
