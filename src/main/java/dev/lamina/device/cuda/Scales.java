package dev.lamina.device.cuda;

import dev.lamina.device.ElementType;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan.Slot;

/** Magnitudes, scaling by powers of two, unit columns and their distances, {@code kernels/scales.cu}. */
final class Scales {

  private static final String FILE = "scales";

  /** Elements of a thread that are worth a block of their own. */
  private static final int WORTH = 16;

  /** More blocks than the largest GPU runs at once would only leave more to compare. */
  private static final int MOST_BLOCKS = 2048;

  private final Kernels kernels;

  Scales(Kernels kernels) {
    this.kernels = kernels;
  }

  Operation magnitude(Matrix source, Matrix target) {
    Kernel ofElements = kernels.get(FILE, source.type(), "magnitude");
    Kernel ofBlocks = kernels.get(FILE, ElementType.FLOAT64, "magnitude");
    int blocks = (int) Math.max(1, Math.min(MOST_BLOCKS, source.size() / (WORTH * Queue.BLOCK)));
    if (blocks == 1) {
      return Operation.of((queue, workspace) ->
          queue.launch(ofElements, 1, target.members(), source.size(), source, target));
    }
    Operation operation = new Operation();
    Slot slot = operation.scratch("magnitudes of blocks", ElementType.FLOAT64, blocks, 1, target.members());
    return operation.body((queue, workspace) -> {
      Matrix largest = workspace.scratch(slot);
      queue.launch(ofElements, blocks, target.members(), source.size(), source, largest);
      queue.launch(ofBlocks, 1, target.members(), (long) blocks, largest, target);
    });
  }

  Operation normalize(Matrix source, Matrix magnitude, Matrix target) {
    Kernel kernel = kernels.get(FILE, source.type(), "normalize");
    return Operation.of((queue, workspace) -> queue.forEach(
        kernel, target.members(), target.size(), target.size(), source, magnitude, target));
  }

  Operation unitColumns(Matrix x, Matrix target) {
    Kernel kernel = kernels.get(FILE, ElementType.FLOAT64, "unit_columns");
    return Operation.of((queue, workspace) ->
        queue.launch(kernel, x.columns(), target.members(), x.rows(), x, target));
  }

  Operation squaredDistances(Matrix x, Matrix target) {
    Kernel kernel = kernels.get(FILE, ElementType.FLOAT64, "squared_distances");
    int pairs = Math.multiplyExact(x.columns(), x.columns());
    return Operation.of((queue, workspace) ->
        queue.launch(kernel, Queue.warps(pairs), target.members(), x.rows(), x.columns(), x, target));
  }
}
