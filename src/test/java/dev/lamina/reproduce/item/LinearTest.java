package dev.lamina.reproduce.item;

import static dev.lamina.reproduce.Verdicts.assertAllHold;
import static dev.lamina.reproduce.Verdicts.assertFails;
import static dev.lamina.reproduce.Verdicts.assertJudged;
import static dev.lamina.result.Measure.BALANCE_RESIDUAL;
import static dev.lamina.result.Measure.COMPRESSION;
import static dev.lamina.result.Measure.COMPRESSION_R2;
import static dev.lamina.result.Measure.COMPRESSION_RATIO;
import static dev.lamina.result.Measure.DISCRIMINATION;
import static dev.lamina.result.Measure.DISCRIMINATION_R2;
import static dev.lamina.result.Measure.EPOCHS;
import static dev.lamina.result.Measure.FINAL_LOSS;
import static dev.lamina.result.Measure.MIN_NORM_RESIDUAL;
import static dev.lamina.result.Measure.PLATEAU_MIN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.reproduce.Ensemble;
import dev.lamina.reproduce.Fake;
import dev.lamina.reproduce.Spread;
import dev.lamina.reproduce.Verdict;
import dev.lamina.reproduce.Verdict.Judgement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every claim about deep linear networks holds on numbers that obey it and fails on numbers that do not. */
class LinearTest {

  /** The quantiles of a quantity over 40 seeds that is spread evenly. */
  private static double between(double low, double high, int e) {
    return low + (high - low) * (e + 0.5) / 40;
  }

  /** A run that obeys everything: 40 seeds as independent draws are, C a few per cent below its closed form. */
  private static Fake good(int scale) {
    boolean one = scale == 1;
    Fake fake = new Fake(one ? "theory-scale-1" : "theory", 40)
        .members(COMPRESSION_RATIO, e -> one ? between(0.0605, 0.0617, e) : between(0.279, 0.2845, e))
        .members(COMPRESSION_R2, e -> 1 - 2e-6)
        .members(DISCRIMINATION_R2, e -> 0.9995)
        .members(FINAL_LOSS, e -> one ? 9e-12 : 2e-10)
        .members(EPOCHS, e -> one ? between(2240, 2630, e) : e < 35 ? 60 : 70)
        .firstLosses(e -> between(0.9945, 1.006, e))
        .members(MIN_NORM_RESIDUAL, e -> between(0.28, 0.39, e))
        .layers(COMPRESSION, (l, e) -> compression(one, l, e))
        .layers(DISCRIMINATION, (l, e) -> {
          double first = between(0.938, 1.008, e);
          double last = one ? between(0.9875, 1.0015, e) : between(0.984, 1.002, e);
          return first + (last - first) * (l - 1) / 4;
        })
        .weights(BALANCE_RESIDUAL, (l, e) -> l == 5 ? (one ? 0.61693 : 0.61645) : 1e-4)
        .weights(PLATEAU_MIN, (l, e) -> l == 6 ? Double.NaN : one ? 0.29993 : 0.29965);
    for (int l = 1; l < 6; l++) {
      fake.check("gram-identity", l, 0, 5e-4 * l, 5e-4 * l).check("log-convex-within", l, 1, 1, 0)
          .check("log-convex-between", l, 1, 1, 1e-5).check("compression", l, 1, 0.97, 0.03)
          .check("discrimination", l, 0.97, 0.971, 1e-3);
    }
    return fake;
  }

  /** From the input to layer 1 as seen, then by one factor to what is seen of layer 5. */
  private static double compression(boolean one, int layer, int e) {
    double first = one ? between(0.81, 0.893, e) : between(3.66, 4.18, e);
    double last = one ? between(1.14e-5, 1.185e-5, e) : between(0.02365, 0.02475, e);
    return layer == 0 ? between(12.8, 14.3, e) : first * Math.pow(last / first, (layer - 1) / 4.0);
  }

  private static List<Verdict> verdicts(Fake scale1, Fake scale100) {
    Ensemble one = scale1.ensemble();
    Ensemble hundred = scale100.ensemble();
    return Stream.of(LinearClosedForms.verdicts(one), LinearClosedForms.verdicts(hundred),
        LinearIdentities.verdicts(one), LinearIdentities.verdicts(hundred), LinearDraws.verdicts(one, hundred),
        LinearRanges.ofScale1(one), LinearRanges.ofScale100(hundred), LinearIdentities.ofFullInput(one, square(1e-5)))
        .flatMap(List::stream).toList();
  }

  private static Ensemble square(double residual) {
    return new Fake("theory-scale-1", 5, "data.dimension=30").members(MIN_NORM_RESIDUAL, e -> residual).ensemble();
  }

  private static void breaks(String claim, Fake scale1, Fake scale100) {
    assertFails(claim, verdicts(scale1, scale100));
  }

  @Test
  void goodNumbersHoldAndTheFiguresOddPointIsExpected() {
    List<Verdict> verdicts = verdicts(good(1), good(100));
    String odd = "D_1 in the figure";
    assertJudged(Judgement.EXPECTED_DEVIATION, odd, verdicts);
    assertAllHold(verdicts.stream().filter(verdict -> !verdict.claim().contains(odd)).toList());
  }

  @Test
  void lawsOfCompression() {
    breaks("Every draw is trained to the end", good(1).members(FINAL_LOSS, e -> e == 3 ? 1e-3 : 1e-12),
        good(100).members(FINAL_LOSS, e -> 1e-9));
    breaks("C falls geometrically, output scale 1", good(1).members(COMPRESSION_R2, e -> e == 7 ? 0.999 : 1),
        good(100).members(COMPRESSION_R2, e -> 0.999));
    breaks("The factor of C from layer to layer, output scale 100", good(1),
        good(100).members(COMPRESSION_RATIO, e -> 0.32));
    breaks("C of every layer against its draw's closed form, output scale 1",
        good(1).check("compression", 3, 1, 1.2, 0.2), good(100).check("compression", 5, 1, 0.85, 0.15));
    breaks("C falls a little less from the input", good(1).layers(COMPRESSION, (l, e) -> Math.pow(0.0612, l)),
        good(100).layers(COMPRESSION, (l, e) -> Math.pow(0.28, l) * (l > 0 ? 1.1 : 1)));
  }

  @Test
  void lawsOfDiscrimination() {
    breaks("D of every layer against its draw's closed form", good(1).check("discrimination", 2, 0.9, 0.93, 0.03),
        good(100).check("discrimination", 2, 0.9, 0.93, 0.03));
    breaks("D exceeds 1 on some draws",
        good(1).layers(DISCRIMINATION, (l, e) -> 1 - Math.abs(1 - between(0.938, 1.008, e))),
        good(100).layers(DISCRIMINATION, (l, e) -> between(1, 1.5, e)));
    breaks("D rises linearly", good(1).members(DISCRIMINATION_R2, e -> 0.98),
        good(100).layers(DISCRIMINATION, (l, e) -> 0.99));
  }

  /** The draws whose class means are obtuse say nothing about a rise, and their fits are not asked. */
  @Test
  void onlyAcuteDrawsAreAskedForARise() {
    Fake fake = good(1).members(DISCRIMINATION_R2, e -> e >= 35 ? 0.1 : 0.9995);
    assertEquals(0.9995, Spread.of(LinearClosedForms.acute(fake.ensemble())).min());
  }

  @Test
  void identities() {
    breaks("Features follow from data", good(1).check("gram-identity", 2, 0, 0.1, 0.03),
        good(100).check("gram-identity", 5, 0, 0.1, 0.06));
    breaks("within classes are log-convex", good(1).check("log-convex-within", 1, 1, 0.9, 0.1),
        good(100).check("log-convex-within", 1, 1, 0.9, 0.1));
    breaks("between classes are log-convex", good(1).check("log-convex-between", 1, 1, 0.9, 0.1),
        good(100).check("log-convex-between", 1, 1, 0.9, 0.1));
    breaks("The balance of the last two", good(1).weights(BALANCE_RESIDUAL, (l, e) -> 0.61),
        good(100).weights(BALANCE_RESIDUAL, (l, e) -> e == 0 ? 0.62 : 0.617));
    breaks("The plateau", good(1).weights(PLATEAU_MIN, (l, e) -> l == 3 ? 0.29 : 0.3),
        good(100).weights(PLATEAU_MIN, (l, e) -> l == 1 ? 0.31 : l == 6 ? Double.NaN : 0.31));
  }

  @Test
  void identitiesThatWereNotCheckedFail() {
    Fake unchecked = new Fake("theory", 40);
    assertTrue(Double.isNaN(Spread.of(Linear.worst(unchecked.ensemble(), "gram-identity")).max()));
    assertTrue(Double.isNaN(Spread.of(Linear.quotients(unchecked.ensemble(), "compression")).max()));
  }

  @Test
  void minimumNorm() {
    Ensemble one = good(1).ensemble();
    assertFails("At minimum norm", LinearIdentities.ofFullInput(one, square(1e-3)));
    assertFails("Away from minimum norm",
        LinearIdentities.ofFullInput(good(1).members(MIN_NORM_RESIDUAL, e -> 0.01).ensemble(), square(1e-5)));
  }

  @Test
  void drawsOfOthers() {
    breaks("C_1 as printed", good(1), good(100).layers(COMPRESSION, (l, e) -> 3.5));
    breaks("C_5 as printed", good(1), good(100).layers(COMPRESSION, (l, e) -> 0.0217));
    breaks("D_1 as printed", good(1), good(100).layers(DISCRIMINATION, (l, e) -> 0.98));
    breaks("D_5 as printed", good(1), good(100).layers(DISCRIMINATION, (l, e) -> 0.98));
    breaks("The slope of C in the figure", good(1).members(COMPRESSION_RATIO, e -> 0.063), good(100));
    breaks("C_5 in the figure", good(1).layers(COMPRESSION, (l, e) -> 1.01e-5), good(100));
    breaks("D_5 exceeds D_1 on most draws", good(1).layers(DISCRIMINATION, (l, e) -> 1 - 0.01 * l), good(100));
    breaks("Range over seeds", shifted(1), shifted(100));
  }

  /** Everything that a range is known of lies far away from it. */
  private static Fake shifted(int scale) {
    return good(scale).members(EPOCHS, e -> 3000).firstLosses(e -> 2).members(COMPRESSION_RATIO, e -> 0.5)
        .layers(COMPRESSION, (l, e) -> 20 * Math.pow(3, -l)).layers(DISCRIMINATION, (l, e) -> 0.5);
  }

  /** The linear laws of the sweeps: the factor is what the closed form says, or goes with another power. */
  @Test
  void sweeps() {
    assertAllHold(laws(1).verdicts());
    List<Verdict> other = laws(1.1).verdicts();
    assertFails("Smaller", other);
    assertFails("against the depth", other);
    assertFails("More samples", other);
    LinearLaws uneven = new LinearLaws(laws(1).epsilon(), laws(1).depth(), laws(1).samples(),
        sweep("network.width", 1, 1.05, "50", "100"));
    assertFails("does not depend on the width", uneven.verdicts());
  }

  private static LinearLaws laws(double power) {
    return new LinearLaws(sweep("init.scale", power, 1, "0.2", "0.3", "0.5"),
        sweep("network.hidden", power, 1, "2", "3", "7"), sweep("data.samples", power, 1, "15", "30", "45"),
        sweep("network.width", power, 1, "50", "75", "100"));
  }

  /** @param drift what the factor is multiplied by from one value to the next */
  private static Sweep sweep(String key, double power, double drift, String... values) {
    List<Sweep.Point> points = new ArrayList<>();
    for (String value : values) {
      double factor = Math.pow(drift, points.size());
      Ensemble run = new Fake("theory-scale-1", 3, key + "=" + value).ensemble();
      double rate = Math.pow(Linear.rate(run), power) * factor;
      points.add(new Sweep.Point(Double.parseDouble(value),
          new Fake("theory-scale-1", 3, key + "=" + value).members(COMPRESSION_RATIO, e -> rate).ensemble()));
    }
    return new Sweep(points);
  }
}
