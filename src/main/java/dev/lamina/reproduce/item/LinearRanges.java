package dev.lamina.reproduce.item;

import static dev.lamina.result.Measure.COMPRESSION;
import static dev.lamina.result.Measure.COMPRESSION_RATIO;
import static dev.lamina.result.Measure.DISCRIMINATION;
import static dev.lamina.result.Measure.EPOCHS;

import dev.lamina.reproduce.Claim;
import dev.lamina.reproduce.Draws;
import dev.lamina.reproduce.Ensemble;
import dev.lamina.reproduce.Verdict;
import java.util.List;
import java.util.Locale;

/**
 * How what is measured of deep linear networks varies with the draw of data and weights: our seeds beside the deciles
 * of many draws by a NumPy implementation in float64 that shares nothing with Lamina.
 */
final class LinearRanges {

  private static final int OF_SCALE_100 = 400;
  private static final int OF_SCALE_1 = 200;

  /** The distance from minimum norm, output scale 1. */
  static final Draws MINIMUM_NORM =
      new Draws(OF_SCALE_1, 0.29708, 0.31007, 0.31815, 0.32589, 0.33542, 0.34262, 0.34944, 0.36234, 0.37407);

  private LinearRanges() {}

  static List<Verdict> ofScale100(Ensemble e) {
    return List.of(
        like("epochs to the end, output scale 100", e.members(EPOCHS), OF_SCALE_100,
            60, 60, 60, 60, 60, 60, 60, 60, 70),
        like("first loss, output scale 100", e.firstLosses(), OF_SCALE_100,
            0.99551, 0.99728, 0.99842, 0.99939, 1.0004, 1.0012, 1.0022, 1.0032, 1.0047),
        like("C_0", e.layer(COMPRESSION, 0), OF_SCALE_100,
            12.855, 13.054, 13.242, 13.352, 13.482, 13.611, 13.756, 13.962, 14.214),
        like("C_1, output scale 100", e.layer(COMPRESSION, 1), OF_SCALE_100,
            3.7449, 3.7996, 3.8361, 3.8763, 3.9053, 3.9364, 3.9703, 4.0215, 4.0849),
        like("C_5, output scale 100", e.layer(COMPRESSION, 5), OF_SCALE_100,
            0.023742, 0.023887, 0.023976, 0.024064, 0.02414, 0.024237, 0.024345, 0.02445, 0.024634),
        like("C_1/C_0, output scale 100", e.quotient(COMPRESSION, 1, 0), OF_SCALE_100,
            0.28676, 0.28777, 0.28835, 0.28903, 0.2896, 0.29008, 0.29061, 0.29142, 0.29225),
        like("factor of C, output scale 100", e.members(COMPRESSION_RATIO), OF_SCALE_100,
            0.27946, 0.28013, 0.28089, 0.28143, 0.28194, 0.28223, 0.28259, 0.28323, 0.284),
        like("D_1, output scale 100", e.layer(DISCRIMINATION, 1), OF_SCALE_100,
            0.94726, 0.95771, 0.96485, 0.97058, 0.97614, 0.98188, 0.98574, 0.99286, 1.0008),
        like("D_5, output scale 100", e.layer(DISCRIMINATION, 5), OF_SCALE_100,
            0.98494, 0.98785, 0.99007, 0.99169, 0.99319, 0.99482, 0.99662, 0.99821, 1.0013));
  }

  static List<Verdict> ofScale1(Ensemble e) {
    return List.of(
        like("epochs to the end, output scale 1", e.members(EPOCHS), OF_SCALE_1,
            2280, 2320, 2360, 2380, 2420, 2450, 2490, 2520, 2590),
        like("C_1, output scale 1", e.layer(COMPRESSION, 1), OF_SCALE_1,
            0.81754, 0.82584, 0.83471, 0.84275, 0.84775, 0.85354, 0.86378, 0.87171, 0.88387),
        like("C_5, output scale 1", e.layer(COMPRESSION, 5), OF_SCALE_1,
            1.1445e-5, 1.1499e-5, 1.1551e-5, 1.1571e-5, 1.1598e-5, 1.1639e-5, 1.1696e-5, 1.174e-5, 1.1799e-5),
        like("C_1/C_0, output scale 1", e.quotient(COMPRESSION, 1, 0), OF_SCALE_1,
            0.062227, 0.062469, 0.062594, 0.062659, 0.062747, 0.062964, 0.063087, 0.063231, 0.063472),
        like("factor of C, output scale 1", e.members(COMPRESSION_RATIO), OF_SCALE_1,
            0.06065, 0.060768, 0.060919, 0.061041, 0.061121, 0.061217, 0.06129, 0.061396, 0.061521),
        like("D_1, output scale 1", e.layer(DISCRIMINATION, 1), OF_SCALE_1,
            0.94285, 0.9555, 0.9624, 0.9695, 0.97619, 0.98183, 0.98853, 0.99538, 1.0028),
        like("D_5, output scale 1", e.layer(DISCRIMINATION, 5), OF_SCALE_1,
            0.9885, 0.99068, 0.9924, 0.9936, 0.99506, 0.99664, 0.9975, 0.99913, 1.0008));
  }

  private static Verdict like(String what, double[] ours, int draws, double... deciles) {
    return new Claim("Range over seeds: " + what, "independent computation, " + draws + " draws",
        String.format(Locale.ROOT, "deciles %s to %s", deciles[0], deciles[deciles.length - 1]))
        .like(ours, new Draws(draws, deciles));
  }
}
