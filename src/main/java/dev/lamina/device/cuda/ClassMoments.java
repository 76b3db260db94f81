package dev.lamina.device.cuda;

import dev.lamina.device.ElementType;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan.Slot;
import java.util.stream.IntStream;

/**
 * Class means and within-class scatter from one pass over the features, {@code kernels/moments.cu}: chunks of a class's
 * columns side by side, then the sums of its chunks added up. Chunks depend on the shape alone.
 */
final class ClassMoments {

  private static final String FILE = "moments";

  /** Columns that each thread should take at least: with fewer, the sums of chunks cost as much as the features. */
  private static final int LEAST_COLUMNS = 32;

  /** Blocks of a large matrix: several for every place on the largest GPU, so that all of it is busy until the end. */
  private static final int BLOCKS = 4096;

  /** Lanes that add up the chunks of one class. */
  private static final int MERGING_LANES = 8;

  private final Kernels kernels;

  ClassMoments(Kernels kernels) {
    this.kernels = kernels;
  }

  /**
   * The columns in chunks, in order.
   *
   * @param list of each chunk the first column of its class, its own first column, and the column after its last
   * @param starts class k is chunks {@code starts[k]} to {@code starts[k + 1]}
   */
  private record Chunks(int[] list, int[] starts) {

    /** Chunks of about the same length, at most {@code most} columns each. */
    static Chunks of(int[] offsets, int most) {
      int[] starts = new int[offsets.length];
      IntStream.Builder list = IntStream.builder();
      for (int k = 0; k < offsets.length - 1; k++) {
        int from = offsets[k];
        int size = offsets[k + 1] - from;
        int pieces = (size + most - 1) / most;
        for (int i = 0; i < pieces; i++) {
          list.add(from).add(from + (int) ((long) size * i / pieces))
              .add(from + (int) ((long) size * (i + 1) / pieces));
        }
        starts[k + 1] = starts[k] + pieces;
      }
      return new Chunks(list.build().toArray(), starts);
    }

    int count() {
      return starts[classes()];
    }

    int classes() {
      return starts.length - 1;
    }

    /** Of the class that has most of them. */
    int mostOfAClass() {
      return IntStream.range(0, classes()).map(k -> starts[k + 1] - starts[k]).max().getAsInt();
    }
  }

  Operation of(Matrix x, int[] offsets, Matrix means, Matrix scatter) {
    int d = x.rows();
    int members = means.members();
    RowTiles pass = RowTiles.of(d);
    Chunks chunks = Chunks.of(offsets, columns(pass, x.columns(), members));
    boolean wholeClasses = chunks.mostOfAClass() == 1;
    RowTiles merge =
        RowTiles.of(d, Queue.BLOCK / Integer.highestOneBit(Math.min(MERGING_LANES, chunks.mostOfAClass())));
    int mergedClasses = wholeClasses ? 0 : chunks.classes();
    Kernel chunkSums = kernels.get(FILE, x.type(), "chunk_sums");
    Kernel mergeSums = kernels.get(FILE, x.type(), "merge_sums");
    Kernel addScatter = kernels.get(FILE, ElementType.FLOAT64, "add_scatter");
    Operation operation = new Operation();
    Operation.Constant listConstant = operation.constant("chunks", chunks.list());
    Operation.Constant startsConstant = operation.constant("chunks of classes", chunks.starts());
    Slot sumsSlot = operation.scratch("sums", ElementType.FLOAT64, d, wholeClasses ? 0 : chunks.count(), members);
    Slot squaresSlot = operation.scratch("squares", ElementType.FLOAT64, pass.tiles(), chunks.count(), members);
    Slot excessSlot = operation.scratch("excess", ElementType.FLOAT64, merge.tiles(), mergedClasses, members);
    return operation.body((queue, workspace) -> {
      Matrix list = workspace.constant(listConstant);
      Matrix starts = workspace.constant(startsConstant);
      Matrix sums = wholeClasses ? means : workspace.scratch(sumsSlot);
      Matrix squares = workspace.scratch(squaresSlot);
      Matrix excess = workspace.scratch(excessSlot);
      queue.launch(chunkSums, Math.multiplyExact(chunks.count(), pass.tiles()), members, d, pass.rows(), pass.lanes(),
          pass.tiles(), wholeClasses ? 1 : 0, x, list, sums, squares);
      queue.launch(mergeSums, Math.multiplyExact(mergedClasses, merge.tiles()), members, d, merge.rows(), merge.lanes(),
          merge.tiles(), x, list, starts, sums, means, excess);
      queue.launch(addScatter, chunks.classes(), members, starts, pass.tiles(), squares,
          wholeClasses ? 0 : merge.tiles(), excess, scatter);
    });
  }

  /** Columns of a chunk at most. */
  private static int columns(RowTiles pass, int samples, int members) {
    long ofThread = (long) samples * pass.tiles() * members / pass.lanes() / BLOCKS;
    return (int) Math.min(samples, Math.max(LEAST_COLUMNS, ofThread) * pass.lanes());
  }
}
