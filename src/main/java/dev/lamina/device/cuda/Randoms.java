package dev.lamina.device.cuda;

import dev.lamina.device.Matrix;

/** Random fills: element i is number i of its member's stream, bit for bit as {@code dev.lamina.random} makes it. */
final class Randoms {

  private static final String FILE = "randoms";

  private final Kernels kernels;

  Randoms(Kernels kernels) {
    this.kernels = kernels;
  }

  Operation normal(long[] seeds, int stream, double deviation, Matrix target) {
    Kernel normal = kernels.get(FILE, target.type(), "normal");
    Operation operation = new Operation();
    Operation.Constant words = operation.constant("seeds", words(seeds));
    return operation.body((queue, workspace) ->
        queue.forEach(normal, target.members(), pairs(target), target.size(), workspace.constant(words), stream,
            deviation, target));
  }

  Operation uniform(long[] seeds, int stream, double low, double high, Matrix target) {
    Kernel uniform = kernels.get(FILE, target.type(), "uniform");
    Operation operation = new Operation();
    Operation.Constant words = operation.constant("seeds", words(seeds));
    return operation.body((queue, workspace) ->
        queue.forEach(uniform, target.members(), pairs(target), target.size(), workspace.constant(words), stream, low,
            high, target));
  }

  /** The generator makes two elements at a time. */
  private static long pairs(Matrix target) {
    return (target.size() + 1) / 2;
  }

  /** Low and high word of each. */
  private static int[] words(long[] seeds) {
    int[] words = new int[2 * seeds.length];
    for (int e = 0; e < seeds.length; e++) {
      words[2 * e] = (int) seeds[e];
      words[2 * e + 1] = (int) (seeds[e] >>> 32);
    }
    return words;
  }
}
