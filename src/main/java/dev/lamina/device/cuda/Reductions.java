package dev.lamina.device.cuda;

import dev.lamina.device.ElementType;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan.Slot;

/** Reductions over all elements of a matrix and over its columns, {@code kernels/reductions.cu}. */
final class Reductions {

  private static final String FILE = "reductions";

  /** Elements of a thread that are worth a block of their own. */
  private static final int WORTH = 16;

  /** More blocks than the largest GPU runs at once would only leave more to add up. */
  private static final int MOST_BLOCKS = 2048;

  private final Kernels kernels;

  Reductions(Kernels kernels) {
    this.kernels = kernels;
  }

  Operation sumOfSquares(Matrix source, Matrix target) {
    Kernel kernel = kernels.get(FILE, source.type(), "sum_of_squares");
    return sum(source.size(), target, (queue, blocks, sums) ->
        queue.launch(kernel, blocks, target.members(), source.size(), source, sums));
  }

  Operation countEqual(Matrix a, Matrix b, Matrix target) {
    Kernel kernel = kernels.get(FILE, ElementType.FLOAT64, "count_equal");
    return sum(a.size(), target, (queue, blocks, sums) ->
        queue.launch(kernel, blocks, target.members(), a.size(), a, b, sums));
  }

  /** Queues a kernel that leaves the sum of each of its blocks in {@code sums}. */
  @FunctionalInterface
  private interface BlockSums {
    void queue(Queue queue, int blocks, Matrix sums);
  }

  private Operation sum(long elements, Matrix target, BlockSums blockSums) {
    Kernel addUp = kernels.get(FILE, ElementType.FLOAT64, "add_up");
    int blocks = (int) Math.max(1, Math.min(MOST_BLOCKS, elements / (WORTH * Queue.BLOCK)));
    if (blocks == 1) {
      return Operation.of((queue, workspace) -> blockSums.queue(queue, 1, target));
    }
    Operation operation = new Operation();
    Slot slot = operation.scratch("sums of blocks", ElementType.FLOAT64, blocks, 1, target.members());
    return operation.body((queue, workspace) -> {
      Matrix sums = workspace.scratch(slot);
      blockSums.queue(queue, blocks, sums);
      queue.launch(addUp, 1, target.members(), (long) blocks, sums, target);
    });
  }

  Operation argmax(Matrix source, Matrix target) {
    Kernel kernel = kernels.get(FILE, source.type(), "argmax");
    return Operation.of((queue, workspace) -> queue.launch(kernel, Queue.warps(source.columns()), target.members(),
        source.rows(), source.columns(), source, target));
  }
}
