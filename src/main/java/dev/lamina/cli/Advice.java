package dev.lamina.cli;

import dev.lamina.experiment.ExperimentConfig;
import dev.lamina.experiment.Outcome;
import dev.lamina.metric.FeatureMetrics;
import dev.lamina.training.Status;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What is wrong with the networks of a run, if anything is, and what to try. */
final class Advice {

  private Advice() {}

  /** A sentence each; of an ensemble, about the first member that has something wrong. */
  static List<String> of(Outcome outcome) {
    ExperimentConfig config = outcome.config();
    if (outcome.any(Status.DIVERGED)) {
      return List.of("to keep the loss finite, try a smaller rate, such as --set training.learning-rate="
          + text(config.learningRate() / 10) + " (it is " + text(config.learningRate()) + "); a smaller init.scale ("
          + text(config.initScale()) + ") or network.output-scale (" + text(config.outputScale()) + ") helps too");
    }
    for (int member = 0; member < outcome.layers().size(); member++) {
      List<FeatureMetrics> layers = outcome.layers().get(member);
      List<String> sentences = new ArrayList<>();
      for (String remark : Remarks.of(IntStream.range(0, layers.size()).mapToObj(l -> "layer " + l).toList(), layers)) {
        sentences.add((config.members() > 1 ? "member " + member + ", " : "") + remark);
      }
      if (Remarks.isDead(layers)) {
        sentences.add("the signal dies on its way through the layers: try a larger init.scale (it is "
            + text(config.initScale())
            + "; 1 keeps the size of a signal in orthogonal layers), fewer layers, or batch normalisation");
      }
      if (!sentences.isEmpty()) {
        return sentences;
      }
    }
    return List.of();
  }

  private static String text(double value) {
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(3)).stripTrailingZeros();
    return Math.abs(rounded.scale()) > 6 ? rounded.toString() : rounded.toPlainString();
  }
}
