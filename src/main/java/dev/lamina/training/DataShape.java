package dev.lamina.training;

/**
 * How much data a run has.
 *
 * @param samples N of the training set
 * @param members 1 for a training set that all members share, or one of each member with the same labels
 * @param testSamples samples of the test set; 0 for none
 * @param testMembers as {@code members}, of the test set
 */
public record DataShape(int samples, int members, int testSamples, int testMembers) {
  public DataShape {
    if (samples < 1 || members < 1 || testSamples < 0 || testMembers < 1) {
      throw new IllegalArgumentException("a run needs at least 1 sample, 1 set, 0 test samples and 1 test set, not "
          + samples + ", " + members + ", " + testSamples + " and " + testMembers);
    }
  }

  /** With a test set that all members share. */
  public DataShape(int samples, int members, int testSamples) {
    this(samples, members, testSamples, 1);
  }
}
