package dev.lamina.metric;

import java.util.Arrays;

/**
 * Some samples of a layer, ordered by class.
 *
 * @param values {@code float[]} or {@code double[]}, a sample's d features after the other's, of {@code samples}
 *     samples
 * @param samples n
 * @param classes those that have a sample here, in increasing order
 * @param offsets where each of these begins, and n
 */
public record Chunk(Object values, int samples, int[] classes, int[] offsets) {

  /** The class of each sample. */
  int[] labels() {
    int[] labels = new int[samples];
    for (int k = 0; k < classes.length; k++) {
      Arrays.fill(labels, offsets[k], offsets[k + 1], classes[k]);
    }
    return labels;
  }
}
