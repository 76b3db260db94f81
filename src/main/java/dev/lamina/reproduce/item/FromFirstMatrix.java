package dev.lamina.reproduce.item;

import static dev.lamina.result.Measure.COMPRESSION;
import static dev.lamina.result.Measure.DISCRIMINATION;

import dev.lamina.experiment.ExperimentConfig;
import dev.lamina.network.HostMatrix;
import dev.lamina.reproduce.Claim;
import dev.lamina.reproduce.Ensemble;
import dev.lamina.reproduce.Lab;
import dev.lamina.reproduce.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * C and D of every layer of a trained network, derived from the data and the first matrix alone: the Gram identity
 * {@code (Z^l)^T Z^l = X^T (W_1^T W_1)^l X} (docs/theory.md, L1) and the definitions.
 *
 * @param measured what Lamina measured
 * @param derived {@code [layer]}; layer 0 is the data, of which nothing but the definitions is asked
 */
record FromFirstMatrix(Ensemble measured, List<GramMetrics> derived) {

  /** A draw whose class means are all obtuse, so that D exceeds 1 and the sign of a cosine matters. */
  private static final int OBTUSE = 26;

  /** Up to the step size, which every layer adds to. */
  private static final double STEP_SIZE = 1e-3;

  static FromFirstMatrix of(Lab lab) {
    Lab.Weighted trained = lab.weighted("obtuse-means", "theory-scale-1", "seed=" + OBTUSE);
    ExperimentConfig config = trained.outcome().config();
    HostMatrix x = SyntheticSamples.features(config);
    HostMatrix first = trained.weights().get(0);
    HostMatrix square = Host.product(Host.transposed(first), first);
    List<GramMetrics> derived = new ArrayList<>();
    HostMatrix power = x;
    for (int l = 0; l <= config.hidden(); l++) {
      HostMatrix gram = Host.product(Host.transposed(x), power);
      derived.add(GramMetrics.of(gram, SyntheticSamples.labels(config), config.classes()));
      power = Host.product(square, power);
    }
    return new FromFirstMatrix(Ensemble.of(trained.outcome()), derived);
  }

  List<Verdict> verdicts() {
    String draw = ", a draw of obtuse class means";
    return List.of(
        new Claim("C of the data" + draw, "definition of C", "Tr \u03a3_W / Tr \u03a3_B from their inner products")
            .within(new double[] {compression(0)}, 0, 1e-11, "Relative."),
        new Claim("D of the data" + draw, "definition of D",
            "1 less the largest signed cosine, from their inner products")
            .within(new double[] {discrimination(0)}, 0, 1e-11, "Absolute."),
        new Claim("C of every layer follows from data and first matrix" + draw,
            "definition of C; derived: Gram identity",
            "equal up to the step size").within(layers(this::compression), 0, STEP_SIZE, "Relative, by layer."),
        new Claim("D of every layer follows from data and first matrix" + draw,
            "definition of D; derived: Gram identity",
            "equal up to the step size, and above 1").within(layers(this::discrimination), 0, STEP_SIZE,
            "Absolute, by layer."));
  }

  private double compression(int layer) {
    return measured.layer(COMPRESSION, layer)[0] / derived.get(layer).compression() - 1;
  }

  private double discrimination(int layer) {
    return measured.layer(DISCRIMINATION, layer)[0] - derived.get(layer).discrimination();
  }

  /** What each layer adds to the deviation, from layer 1 on. */
  private double[] layers(IntToDoubleFunction deviation) {
    return IntStream.range(1, derived.size()).mapToDouble(l -> deviation.applyAsDouble(l) / l).toArray();
  }
}
