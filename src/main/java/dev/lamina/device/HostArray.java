package dev.lamina.device;

/** What the host reads or writes at once is one Java array, whose length is bounded; plans ask before anything runs. */
public final class HostArray {
  /** The longest that every JVM can make. */
  public static final int LONGEST = Integer.MAX_VALUE - 8;

  private HostArray() {}

  /**
   * The length of an array of {@code each} values for each of {@code copies}.
   *
   * @param what they are and what makes them many, and how there are fewer, for the message
   * @throws IllegalArgumentException if it is too long
   */
  public static int length(long each, long copies, String what) {
    if (each > LONGEST / Math.max(1, copies)) {
      throw new IllegalArgumentException(what + " make " + each + (copies == 1 ? "" : " x " + copies)
          + " values, of which the host can hold " + LONGEST + " at once");
    }
    return (int) (each * copies);
  }
}
