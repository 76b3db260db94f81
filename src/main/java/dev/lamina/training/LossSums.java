package dev.lamina.training;

import dev.lamina.device.ElementType;
import dev.lamina.device.HostArray;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.MemoryPlan.Purpose;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Place;
import java.util.Arrays;

/**
 * Losses and numbers of correct samples that wait on the device until they are all read at once: first a window of
 * training steps, then the chunks of the evaluations.
 */
final class LossSums {

  /**
   * Where they lie: {@code 2 x (window + evaluations)} for each member.
   *
   * @param window training steps between two reads, at most
   */
  record Layout(Slot sums, Slot position, Slot zero, int window) {}

  private final Place place;
  private final Layout layout;
  private final double[] values;
  private int first;

  /** @param counters 1 where members share what counts their steps, else one of each */
  static Layout plan(MemoryPlan plan, int members, int counters, int window, int evaluations) {
    HostArray.length(2 * ((long) window + evaluations), members, "losses and accuracies of " + window + " steps and "
        + evaluations + " parts of the test set between two looks (training.check-every, training.batch), of " + members
        + " members,");
    return new Layout(
        plan.add(Purpose.WORKSPACE, "loss sums", ElementType.FLOAT64, 2, window + evaluations, members),
        plan.add(Purpose.WORKSPACE, "step of the window", ElementType.INT32, 1, 1, counters),
        plan.add(Purpose.WORKSPACE, "zero", ElementType.INT32, 1, 1, 1), window);
  }

  LossSums(Place place, Layout layout) {
    this.place = place;
    this.layout = layout;
    values = new double[Math.toIntExact(sums().stored())];
  }

  private Matrix sums() {
    return place.matrix(layout.sums());
  }

  /** Columns of a whole window, which {@link #position} counts modulo. */
  int length() {
    return layout.window();
  }

  /** Training steps until the next read, at most. */
  int window() {
    return layout.window() - first;
  }

  /** The steps' sums, for a loss at {@link #position}. */
  Matrix steps() {
    return sums().columns(0, layout.window());
  }

  /** The sums of evaluation chunk {@code chunk}, for a loss at {@link #zero}. */
  Matrix evaluation(int chunk) {
    return sums().columns(layout.window() + chunk, layout.window() + chunk + 1);
  }

  /** Counts the steps of the window, modulo its length; int32, of one member or of all. */
  Matrix position() {
    return place.matrix(layout.position());
  }

  /** An int32 that stays 0. */
  Matrix zero() {
    return place.matrix(layout.zero());
  }

  /**
   * Starts a window.
   *
   * @param column of the next step, 0 unless the window is to be shorter
   */
  void rewind(int column) {
    int[] columns = new int[layout.position().members()];
    Arrays.fill(columns, column);
    place.device().write(columns, position());
    first = column;
  }

  /** Goes on in the middle of a window that is counted from column 0. */
  void goOn(int column) {
    rewind(column);
    first = 0;
  }

  /** Waits for the device and takes over everything that it has summed. */
  void read() {
    place.device().read(sums(), values);
  }

  /** Mean loss of a step of the window, as of the last read. */
  double stepLoss(int member, int step) {
    return values[index(member, first + step)];
  }

  /** Correct samples of a step of the window. */
  double stepCorrect(int member, int step) {
    return values[index(member, first + step) + 1];
  }

  /** Mean loss of an evaluation chunk. */
  double evaluationLoss(int member, int chunk) {
    return values[index(member, layout.window() + chunk)];
  }

  /** Correct samples of an evaluation chunk. */
  double evaluationCorrect(int member, int chunk) {
    return values[index(member, layout.window() + chunk) + 1];
  }

  private int index(int member, int column) {
    return 2 * (member * layout.sums().columns() + column);
  }
}
