package dev.lamina.device;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ends of members by their losses: everything here is exact. */
class StopConformanceTest extends DeviceConformance {
  private static final double THRESHOLD = 0.25;

  private final SplittableRandom random = new SplittableRandom(21);

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void stopsWhereALossThatIsDueIsBelow(ElementType type) {
    double[] losses = {0.1, THRESHOLD, Double.NaN, 0.3, -1};
    for (int column = 0; column < 7; column++) {
      for (int e = 0; e < losses.length; e++) {
        check(type, Host.scalar(losses[e]), Host.scalar(column), true);
      }
      check(type, Host.scalar(losses), Host.scalar(column), true);
      check(type, Host.scalar(losses), Host.scalar(column), false);
    }
    check(type, Host.scalar(losses), Host.scalar(3, 3, 3, 3, 4), true);
    check(type, Host.scalar(losses), Host.scalar(5, 3, 3, 3, 6), false);
  }

  /** @param losses at {@code columns}; the losses elsewhere would lead to the opposite */
  private void check(ElementType type, Host losses, Host columns, boolean decay) {
    int members = losses.members();
    int every = 3;
    for (int n : new int[] {1, 33, 1025}) {
      Matrix sums = memory.input(ElementType.FLOAT64, Host.make(2, 7, members, (e, i, j) ->
          (j == columns.at(e, 0, 0)) == (i == 0) ? losses.at(e, 0, 0) : losses.at(e, 0, 0) < THRESHOLD ? 1 : 0));
      Host rateBefore = Host.make(1, 1, members, (e, i, j) -> 0.5 + e);
      Host keepBefore = Host.make(1, 1, members, (e, i, j) -> 0.75 - e);
      Host deltaBefore = Host.normal(random, 13, n, members).as(type);
      Matrix rate = memory.target(type, rateBefore);
      Matrix keep = memory.target(type, keepBefore);
      Matrix delta = memory.target(type, deltaBefore);
      device.stopBelow(THRESHOLD, every, sums, memory.input(ElementType.INT32, columns), rate, decay ? keep : null,
          delta);
      String what = "columns " + columns.at(0, 0, 0) + ", " + members + " members, " + n;
      Check.same("rate, " + what, Host.make(1, 1, members, (e, i, j) ->
          ends(losses, columns, every, e) ? 0 : rateBefore.at(e, 0, 0)), memory.read(rate));
      Check.same("keep, " + what, Host.make(1, 1, members, (e, i, j) ->
          decay && ends(losses, columns, every, e) ? 1 : keepBefore.at(e, 0, 0)), memory.read(keep));
      Check.same("delta, " + what, Host.make(13, n, members, (e, i, j) ->
          ends(losses, columns, every, e) ? 0 : deltaBefore.at(e, i, j)), memory.read(delta));
    }
  }

  private static boolean ends(Host losses, Host columns, int every, int member) {
    return columns.at(member, 0, 0) % every == 0 && losses.at(member, 0, 0) < THRESHOLD;
  }
}
