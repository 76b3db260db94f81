package dev.lamina.training;

/**
 * How much data a run has.
 *
 * @param samples N of the training set
 * @param members 1 for a training set that all members share, or one of each member with the same labels
 * @param testSamples samples of the test set, which all members share; 0 for none
 */
public record DataShape(int samples, int members, int testSamples) {
  public DataShape {
    if (samples < 1 || members < 1 || testSamples < 0) {
      throw new IllegalArgumentException("a run needs at least 1 sample, 1 set and 0 test samples, not " + samples
          + ", " + members + " and " + testSamples);
    }
  }
}
