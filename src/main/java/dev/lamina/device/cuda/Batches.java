package dev.lamina.device.cuda;

import dev.lamina.device.ElementType;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Scalar;

/** Mini-batches, counters, and sums and shifts by column. */
final class Batches {

  private static final String BIASES = "biases";

  private final Kernels kernels;

  Batches(Kernels kernels) {
    this.kernels = kernels;
  }

  Operation addBias(Matrix bias, Matrix z) {
    Kernel add = kernels.get(BIASES, z.type(), "add_bias");
    return new Operation().resident(new Instruction("add_bias").updates(z).reads(bias))
        .body((queue, workspace) -> queue.forEach(add, z.members(), z.size(), z.rows(), z.size(), bias, z));
  }

  Operation sumColumns(Scalar alpha, Matrix source, Scalar beta, Matrix target) {
    Kernel sumSlices = kernels.get(BIASES, target.type(), "sum_slices");
    Kernel sumColumns = kernels.get(BIASES, target.type(), "sum_columns");
    RowSlices share = RowSlices.of(source);
    int members = target.members();
    int rows = source.rows();
    Operation operation = new Operation();
    Slot partialSlot = operation.scratch("partial sums", ElementType.FLOAT64, rows, share.slices(), members);
    operation.resident(new Instruction("sum_columns").updates(target).reads(source).factor(alpha).factor(beta));
    return operation.body((queue, workspace) -> {
      Matrix partial = workspace.scratch(partialSlot);
      queue.launch(sumSlices, share.blocks(), members, rows, source.columns(), share.slices(), source, partial);
      queue.forEach(sumColumns, members, rows, rows, share.slices(), partial, alpha, beta, target);
    });
  }

  Operation gather(Matrix source, Matrix index, Matrix position, Matrix target) {
    boolean wide = target.type().bytes() == Long.BYTES;
    Kernel gather = moving(wide ? "gather_8_bytes" : "gather_4_bytes");
    return Operation.of((queue, workspace) ->
        queue.forEach(gather, target.members(), target.size(), target.rows(), target.columns(), source, index, position,
            target));
  }

  Operation advance(Matrix counter, int modulus) {
    Kernel advance = moving("advance");
    return new Operation().counting().resident(new Instruction("advance").updatesGlobal(counter).number(modulus))
        .body((queue, workspace) -> queue.launch(advance, 1, counter.members(), modulus, counter));
  }

  /** These kernels compute nothing, so that one compilation serves all types. */
  private Kernel moving(String name) {
    return kernels.get("batches", ElementType.FLOAT32, name);
  }
}
