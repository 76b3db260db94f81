package dev.lamina.bench;

import dev.lamina.device.Device;

/**
 * One benchmark.
 *
 * @param name a group and the sizes, such as {@code moments/K10-d1024-N65536}
 * @param work of one operation
 * @param operations how many of them one run of the session does
 * @param bytes of device memory that it takes, about; of a training step exactly those that it plans
 */
record Workload(String name, Work work, int operations, double bytes, Opener opener) {

  /** Sets the work up. */
  interface Opener {

    /**
     * @param device open, with the precision of the work
     * @param deviceName as {@code --device} has it, for who must open it again
     */
    Session open(Device device, String deviceName);
  }
}
