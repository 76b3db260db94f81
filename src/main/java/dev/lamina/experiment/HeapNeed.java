package dev.lamina.experiment;

import dev.lamina.device.DeviceException;

/**
 * Memory that a run will need in the Java heap, beside its memory on the device; an estimate of its largest parts.
 *
 * @param bytes in all
 */
public record HeapNeed(long bytes) {

  /** Bytes that this process may still put into its heap. */
  public static long available() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.maxMemory() - (runtime.totalMemory() - runtime.freeMemory());
  }

  /** Whether the heap has room, garbage not counted. */
  public boolean fits() {
    if (bytes <= available()) {
      return true;
    }
    System.gc();
    return bytes <= available();
  }

  /** @throws DeviceException if the heap has no room */
  void require() {
    if (!fits()) {
      throw new DeviceException("the run needs about " + bytes + " bytes of Java heap and " + available()
          + " are left; raise the limit with JAVA_TOOL_OPTIONS=-Xmx..., or use fewer members or samples");
    }
  }
}
