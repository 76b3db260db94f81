package dev.lamina.measure;

import dev.lamina.data.FeatureSet;
import dev.lamina.data.Labels;
import java.util.Arrays;

/**
 * The samples of all layers and their classes: one class where there are no labels.
 *
 * @param counts samples of each class
 * @param labels the class of each sample; null where there is one only
 * @param source where the labels come from, or the first layer, for messages
 */
record Samples(long[] counts, int[] labels, String source) {

  static Samples of(FeatureSet set) {
    if (set.labels().isEmpty()) {
      return new Samples(new long[] {set.samples()}, null, set.layers().get(0).where());
    }
    Labels labels = set.labels().get();
    long[] counts = new long[labels.classes()];
    for (int label : labels.values()) {
      counts[label]++;
    }
    return new Samples(counts, labels.values(), labels.source());
  }

  /** N. */
  long size() {
    return Arrays.stream(counts).sum();
  }

  /** The classes of samples {@code from} to {@code to}. */
  int[] labels(long from, int count) {
    return labels == null ? new int[count] : Arrays.copyOfRange(labels, (int) from, (int) from + count);
  }
}
