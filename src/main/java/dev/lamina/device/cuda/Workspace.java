package dev.lamina.device.cuda;

import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan.Slot;

/**
 * Where one operation finds its scratch memory and its constants.
 *
 * @param scratch holds its scratch plan from the start
 * @param constants holds the constants of several operations
 * @param constantOffset bytes before this operation's
 */
record Workspace(CudaMemory scratch, CudaMemory constants, long constantOffset) {

  Matrix scratch(Slot slot) {
    return scratch.matrix(slot);
  }

  Matrix constant(Operation.Constant constant) {
    Slot slot = constant.slot();
    long offset = (constantOffset + slot.byteOffset()) / slot.type().bytes();
    return new Matrix(constants, slot.type(), offset, slot.rows(), slot.columns(), 1, slot.rows());
  }
}
