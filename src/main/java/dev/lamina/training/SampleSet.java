package dev.lamina.training;

import dev.lamina.device.ElementType;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.MemoryPlan.Purpose;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Place;
import dev.lamina.network.Network;

/**
 * Samples on a device: features {@code d_0 x N}, a column a sample, and labels {@code 1 x N}, shared by all members.
 * Metrics need the samples ordered by class; training does not.
 */
public final class SampleSet {

  /** Where the samples lie in a memory plan. */
  public record Layout(Slot features, Slot labels, int classes) {

    /** N. */
    public int samples() {
      return features.columns();
    }

    /** How many sets of features there are: 1, or one of each member. */
    public int members() {
      return features.members();
    }
  }

  private final Place place;
  private final Layout layout;

  /**
   * Plans the samples.
   *
   * @param name of the set, for the plan
   * @param samples N, at least 1
   * @param members 1 for features that all members share, or the network's number of members
   */
  public static Layout plan(MemoryPlan plan, String name, Network.Layout network, int samples, int members) {
    if (samples < 1 || (members != 1 && members != network.members())) {
      throw new IllegalArgumentException("a set for " + network.members() + " members needs at least 1 sample and 1 or "
          + network.members() + " members, not " + samples + " and " + members);
    }
    return new Layout(
        plan.add(Purpose.DATA, name + ".features", network.type(), network.architecture().inputs(), samples, members),
        plan.add(Purpose.DATA, name + ".labels", ElementType.INT32, 1, samples, 1),
        network.architecture().classes());
  }

  /** @param place where the plan of {@code layout} was allocated */
  public SampleSet(Place place, Layout layout) {
    this.place = place;
    this.layout = layout;
  }

  /** Sets the features of one set from {@code N} samples of {@code d_0} numbers, one sample after the other. */
  public void writeFeatures(int member, double[] samples) {
    place.device().write(samples, features().member(member));
  }

  /** Like {@link #writeFeatures(int, double[])}. */
  public void writeFeatures(int member, float[] samples) {
    place.device().write(samples, features().member(member));
  }

  /**
   * Sets the labels.
   *
   * @throws IllegalArgumentException if there are not N, or one is not in 0..K-1
   */
  public void writeLabels(int[] values) {
    if (values.length != samples()) {
      throw new IllegalArgumentException(samples() + " samples need as many labels, not " + values.length);
    }
    for (int i = 0; i < values.length; i++) {
      if (values[i] < 0 || values[i] >= layout.classes()) {
        throw new IllegalArgumentException(
            "labels are 0 to " + (layout.classes() - 1) + ", but that of sample " + i + " is " + values[i]);
      }
    }
    place.device().write(values, labels());
  }

  /** {@code d_0 x N}. */
  public Matrix features() {
    return place.matrix(layout.features());
  }

  /** int32, {@code 1 x N}. */
  public Matrix labels() {
    return place.matrix(layout.labels());
  }

  /** N. */
  public int samples() {
    return layout.samples();
  }
}
