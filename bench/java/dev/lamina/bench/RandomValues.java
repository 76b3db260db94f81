package dev.lamina.bench;

import dev.lamina.device.Device;
import dev.lamina.device.Matrix;

/** Normal values, drawn where they are needed: a million samples need not fit in the Java heap. */
final class RandomValues {

  private RandomValues() {}

  static void fill(Device device, Matrix target, int stream) {
    long[] seeds = new long[target.members()];
    for (int e = 0; e < seeds.length; e++) {
      seeds[e] = e + 1;
    }
    device.randomNormal(seeds, stream, 1, target);
    device.synchronize();
  }
}
