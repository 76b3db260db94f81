package dev.lamina.device.cuda;

import dev.lamina.device.ElementType;
import dev.lamina.device.Loss;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Scalar;

/** Losses and their gradients: all samples, then the total of the blocks. */
final class Losses {

  private static final String FILE = "losses";

  private static final int WARP = 32;

  /** Classes that one thread takes before another one helps. */
  private static final int CLASSES_OF_LANE = 8;

  /** Blocks that keep the largest GPU busy; one block adds up what they found. */
  private static final int MOST_BLOCKS = 1024;

  private final Kernels kernels;

  Losses(Kernels kernels) {
    this.kernels = kernels;
  }

  Operation loss(Loss loss, double outputScale, Matrix output, Matrix labels, Scalar gradientScale, Matrix delta,
      Matrix sums, Matrix position) {
    Kernel samples = kernels.get(FILE, output.type(), "samples");
    Kernel total = kernels.get(FILE, output.type(), "total");
    int n = output.columns();
    int lanes = lanes(output.rows());
    int blocks = blocks(n, lanes);
    int members = sums.members();
    Operation operation = new Operation();
    Slot partialSlot = operation.scratch("partial sums", ElementType.FLOAT64, 2, blocks, members);
    operation.resident(instruction(loss, outputScale, output, labels, gradientScale, delta, sums, position));
    return operation.body((queue, workspace) -> {
      Matrix partial = workspace.scratch(partialSlot);
      queue.launch(samples, blocks, members, output.rows(), n, lanes, loss == Loss.CROSS_ENTROPY ? 1 : 0, outputScale,
          output, labels, gradientScale, delta, partial);
      queue.launch(total, 1, members, n, blocks, partial, position, sums);
    });
  }

  private static Instruction instruction(Loss loss, double outputScale, Matrix output, Matrix labels,
      Scalar gradientScale, Matrix delta, Matrix sums, Matrix position) {
    Instruction call = new Instruction("loss<" + (loss == Loss.CROSS_ENTROPY) + ">");
    (delta == null ? call.text("Nothing()") : call.writes(delta)).updatesGlobal(sums).reads(output).readsGlobal(labels)
        .readsGlobal(position).number(outputScale).factor(gradientScale);
    return call;
  }

  Operation stopBelow(
      double threshold, int every, Matrix sums, Matrix position, Matrix rate, Matrix keep, Matrix delta) {
    Kernel stop = kernels.get(FILE, delta.type(), "stop_below");
    Instruction call = new Instruction("stop_below").updates(delta).updates(rate);
    (keep == null ? call : call.updates(keep)).readsGlobal(sums).readsGlobal(position).number(threshold).number(every);
    return new Operation().resident(call)
        .body((queue, workspace) ->
            queue.forEach(stop, delta.members(), Math.max(1, delta.size()), delta.size(), threshold, every, sums,
                position, rate, keep, delta));
  }

  /** Threads that share a sample. */
  private static int lanes(int classes) {
    int lanes = 1;
    while (lanes < WARP && lanes * CLASSES_OF_LANE < classes) {
      lanes *= 2;
    }
    return lanes;
  }

  /** At least one, which then says what the mean of no samples is. */
  private static int blocks(int n, int lanes) {
    int samplesOfBlock = Queue.BLOCK / lanes;
    return (int) Math.max(1, Math.min(MOST_BLOCKS, ((long) n + samplesOfBlock - 1) / samplesOfBlock));
  }
}
