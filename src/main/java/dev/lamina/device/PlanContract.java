package dev.lamina.device;

/** What every device's {@link Plan} refuses. */
public final class PlanContract {
  private PlanContract() {}

  /**
   * @throws IllegalArgumentException if {@code times} is negative
   * @throws IllegalStateException if the plan is closed
   */
  public static void replay(int times, boolean closed) {
    if (times < 0) {
      throw new IllegalArgumentException("a plan cannot be replayed " + times + " times");
    }
    if (closed) {
      throw new IllegalStateException("this plan is closed");
    }
  }
}
