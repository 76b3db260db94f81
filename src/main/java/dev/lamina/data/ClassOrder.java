package dev.lamina.data;

import java.util.Arrays;

/**
 * Samples ordered by class, so that a class is a contiguous range; within a class they keep their order.
 *
 * @param offsets K + 1 numbers: class k is samples {@code offsets[k]} to {@code offsets[k + 1]} of the new order
 * @param sources entry j is the old place of the j-th sample of the new order
 * @param places entry i is the new place of the i-th sample of the old order
 */
public record ClassOrder(int[] offsets, int[] sources, int[] places) {

  public static ClassOrder of(int[] labels, int classes) {
    int[] offsets = new int[classes + 1];
    for (int label : labels) {
      offsets[label + 1]++;
    }
    for (int k = 0; k < classes; k++) {
      offsets[k + 1] += offsets[k];
    }
    int[] next = offsets.clone();
    int[] sources = new int[labels.length];
    int[] places = new int[labels.length];
    for (int i = 0; i < labels.length; i++) {
      places[i] = next[labels[i]]++;
      sources[places[i]] = i;
    }
    return new ClassOrder(offsets, sources, places);
  }

  /** The labels in the new order. */
  public int[] labels() {
    int[] labels = new int[sources.length];
    for (int k = 0; k + 1 < offsets.length; k++) {
      Arrays.fill(labels, offsets[k], offsets[k + 1], k);
    }
    return labels;
  }
}
