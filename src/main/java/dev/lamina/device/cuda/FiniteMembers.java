package dev.lamina.device.cuda;

import dev.lamina.device.ElementType;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan.Slot;

/**
 * Keeps members that are not finite throughout from cuSOLVER, and makes their results NaN, and those of members whose
 * decomposition fails. The device decides; the host never waits to know.
 */
final class FiniteMembers {

  private static final String FILE = "decompositions";

  private final Kernel markNotFinite;
  private final Kernel clearMarked;
  private final Kernel undefine;
  private final Slot flags;
  private final Slot info;

  FiniteMembers(Kernels kernels, Operation operation, Matrix a) {
    markNotFinite = kernels.get(FILE, a.type(), "mark_not_finite");
    clearMarked = kernels.get(FILE, a.type(), "clear_marked");
    undefine = kernels.get(FILE, a.type(), "undefine");
    flags = operation.scratch("members that are not finite", ElementType.INT32, 1, 1, a.members());
    info = operation.scratch("info", ElementType.INT32, 1, 1, a.members());
  }

  /** Queues zeros instead of the members of {@code a} that are not finite. */
  void replace(Queue queue, Workspace workspace, Matrix a) {
    Matrix flag = workspace.scratch(flags);
    queue.clear(flag);
    queue.forEach(markNotFinite, a.members(), a.size(), a.size(), a, flag);
    queue.forEach(clearMarked, a.members(), a.size(), a.size(), flag, a);
  }

  /** Where cuSOLVER says for each member whether its decomposition failed. */
  Matrix info(Workspace workspace) {
    return workspace.scratch(info);
  }

  /** Queues NaN for the results of the members that were replaced, or failed. */
  void undefine(Queue queue, Workspace workspace, Matrix... results) {
    for (Matrix result : results) {
      queue.forEach(undefine, result.members(), result.size(), result.size(), workspace.scratch(flags),
          workspace.scratch(info), result);
    }
  }
}
