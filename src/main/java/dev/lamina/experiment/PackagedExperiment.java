package dev.lamina.experiment;

import java.util.List;

/**
 * An experiment that comes with Lamina.
 *
 * @param name of its file
 * @param about what it shows, in a line
 */
public record PackagedExperiment(String name, String about) {

  /** All of them: the theorem, its limits, and then real data. */
  public static final List<PackagedExperiment> ALL = List.of(
      new PackagedExperiment("theory", "the paper's theorem: C falls by one factor a layer and D rises in a line"),
      new PackagedExperiment("theory-scale-1", "the theorem at output scale 1, as in the paper's synthetic figure"),
      new PackagedExperiment("theory-nonlinear", "the same data through nine nonlinear layers: no clean law"),
      new PackagedExperiment("assumptions",
          "minimum norm, balance and singular values of trained weights; hours on a CPU"),
      new PackagedExperiment("initialisation", "other initial weights, from which the law holds or bends"),
      new PackagedExperiment("parsimony", "a linear network whose C has a closed form (Yaras et al. 2023)"),
      new PackagedExperiment("equi-separation", "separation fuzziness falls by one factor a layer (He and Su 2023)"),
      new PackagedExperiment("depth", "networks of several depths on Fashion-MNIST"),
      new PackagedExperiment("fashion-mnist-hybrid",
          "a hybrid network on 5,000 images of Fashion-MNIST; a minute or so"),
      new PackagedExperiment("hybrid", "the paper's hybrid network, with ranks and linear probes"),
      new PackagedExperiment("mlp", "the paper's multilayer perceptron, with ranks and linear probes"),
      new PackagedExperiment("projection-head", "projection heads, and transfer to classes that were held out"),
      new PackagedExperiment("text", "documents as bags of words through a hybrid network"));
}
