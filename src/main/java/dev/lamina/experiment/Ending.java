package dev.lamina.experiment;

import dev.lamina.training.Status;
import dev.lamina.training.TrainingResult;
import java.util.Locale;

/** How training ended, in words. */
public final class Ending {

  private Ending() {}

  /** Of one network. */
  static String of(TrainingResult result) {
    return switch (result.status()) {
      case DIVERGED -> "the loss was not finite at step " + result.steps() + " (epoch " + result.epochs() + ")";
      case STOPPED -> "the loss fell below training.stop-loss at epoch " + result.epochs();
      case INTERRUPTED -> "interrupted before epoch " + result.epochs();
      default -> "all " + result.epochs() + " epochs are done";
    };
  }

  /** One line about how a run of several members ended, or of one. */
  public static String of(Outcome outcome) {
    if (outcome.results().size() == 1) {
      return of(outcome.results().get(0));
    }
    StringBuilder line = new StringBuilder();
    for (Status status : Status.values()) {
      long count = outcome.results().stream().filter(result -> result.status() == status).count();
      if (count > 0) {
        line.append(line.isEmpty() ? "" : ", ").append(count).append(' ')
            .append(status.name().toLowerCase(Locale.ROOT));
      }
    }
    return "members: " + line;
  }
}
