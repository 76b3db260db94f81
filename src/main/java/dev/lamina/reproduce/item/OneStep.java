package dev.lamina.reproduce.item;

import dev.lamina.experiment.ExperimentConfig;
import dev.lamina.network.HostMatrix;
import dev.lamina.reproduce.Claim;
import dev.lamina.reproduce.Lab;
import dev.lamina.reproduce.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * One step of gradient descent on a deep linear network (docs/theory.md, L3): along the gradient of the loss, which is
 * computed here from weights and data, and without moving the balance but by the squared step.
 *
 * @param before {@code W_1 .. W_L}
 * @param after the same after the step
 * @param rate eta
 * @param decay lambda
 */
record OneStep(List<HostMatrix> before, List<HostMatrix> after, double rate, double decay) {

  /** Epochs before the step: on the way, where every gradient is far from 0. */
  private static final int EPOCHS = 20;

  private static final double DECAY = 0.01;

  static List<Verdict> verdicts(Lab lab) {
    List<Verdict> verdicts = new ArrayList<>();
    verdicts.addAll(verdicts(lab, "theory-scale-1", 0));
    verdicts.addAll(verdicts(lab, "theory-scale-1", DECAY));
    verdicts.addAll(verdicts(lab, "theory", 0));
    verdicts.addAll(verdicts(lab, "theory", DECAY));
    return verdicts;
  }

  private static List<Verdict> verdicts(Lab lab, String experiment, double decay) {
    Lab.Weighted before = weighted(lab, experiment, decay, EPOCHS);
    Lab.Weighted after = weighted(lab, experiment, decay, EPOCHS + 1);
    ExperimentConfig config = before.outcome().config();
    OneStep step = new OneStep(before.weights(), after.weights(), config.learningRate(), decay);
    HostMatrix x = SyntheticSamples.features(config);
    return step.verdicts(gradients(step.before, x, SyntheticSamples.targets(config), config.outputScale()),
        String.format(
            Locale.ROOT, ", output scale %.0f%s", config.outputScale(), decay == 0 ? "" : ", weight decay " + decay));
  }

  private static Lab.Weighted weighted(Lab lab, String experiment, double decay, int epochs) {
    String label = experiment + (decay == 0 ? "-step" : "-step-with-decay") + (epochs == EPOCHS ? "-before" : "-after");
    return lab.weighted(label, experiment, "seed=1", "precision=fp64", "training.stop-loss=",
        "training.weight-decay=" + decay, "training.epochs=" + epochs);
  }

  /** @param at what the step is of, for readers */
  List<Verdict> verdicts(List<HostMatrix> gradients, String at) {
    return List.of(
        new Claim("One step goes along the gradient of the loss" + at, "setting; derived: gradient",
            "W - W' = \u03b7(G + \u03bbW),"
                + " G = 2\u03b1/N (what follows)\u1d40(\u03b1 output - Y)(what comes before)\u1d40")
            .atMost(astray(gradients), 1e-9),
        new Claim("One step changes the balance by the squared step only" + at, "derived: conservation law",
            "B' = (1-\u03b7\u03bb)\u00b2B + \u03b7\u00b2(G\u1d40G - GG\u1d40), exactly").atMost(unbalanced(), 1e-13));
  }

  /**
   * {@code G_l = 2 alpha/N (W_L .. W_{l+1})^T (alpha W_L .. W_1 X - Y) (W_{l-1} .. W_1 X)^T} of each layer.
   *
   * @param x d_0 x N
   * @param y K x N
   */
  static List<HostMatrix> gradients(List<HostMatrix> weights, HostMatrix x, HostMatrix y, double outputScale) {
    List<HostMatrix> features = new ArrayList<>(List.of(x));
    weights.forEach(w -> features.add(Host.product(w, features.get(features.size() - 1))));
    double factor = 2 * outputScale / x.columns();
    HostMatrix delta = Host.sum(factor * outputScale, features.get(weights.size()), -factor, y);
    List<HostMatrix> gradients = new ArrayList<>();
    for (int l = weights.size() - 1; l >= 0; l--) {
      gradients.add(0, Host.product(delta, Host.transposed(features.get(l))));
      delta = Host.product(Host.transposed(weights.get(l)), delta);
    }
    return gradients;
  }

  /** {@code |W - W' - eta (G + lambda W)|_F / |eta G|_F} of each layer. */
  double[] astray(List<HostMatrix> gradients) {
    return IntStream.range(0, before.size()).mapToDouble(l -> {
      HostMatrix moved = Host.sum(1 - rate * decay, before.get(l), -1, after.get(l));
      return Host.norm(Host.sum(1, moved, -rate, gradients.get(l))) / (rate * Host.norm(gradients.get(l)));
    }).toArray();
  }

  /**
   * {@code |B' - predicted|_F / |W_l W_l^T|_F} for each pair of neighbours, with {@code B_l = W_{l+1}^T W_{l+1} - W_l
   * W_l^T}. The gradient is what the step says it was: {@code G = ((1 - eta lambda) W - W') / eta}.
   */
  double[] unbalanced() {
    double kept = Math.pow(1 - rate * decay, 2);
    List<HostMatrix> moves = IntStream.range(0, before.size())
        .mapToObj(l -> Host.sum(1 - rate * decay, before.get(l), -1, after.get(l))).toList();
    return IntStream.range(0, before.size() - 1).mapToDouble(l -> {
      HostMatrix predicted = Host.sum(kept, balance(before, l), 1, balance(moves, l));
      HostMatrix square = Host.product(after.get(l), Host.transposed(after.get(l)));
      return Host.norm(Host.sum(1, balance(after, l), -1, predicted)) / Host.norm(square);
    }).toArray();
  }

  private static HostMatrix balance(List<HostMatrix> weights, int l) {
    HostMatrix next = weights.get(l + 1);
    HostMatrix here = weights.get(l);
    return Host.sum(1, Host.product(Host.transposed(next), next), -1, Host.product(here, Host.transposed(here)));
  }
}
