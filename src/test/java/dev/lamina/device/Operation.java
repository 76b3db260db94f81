package dev.lamina.device;

import java.util.List;
import java.util.stream.IntStream;

/**
 * One operation with everything it needs, so that what holds for all operations is tested once: repetition, recording,
 * members, sharing.
 *
 * @param name the method of {@link Device}
 * @param seeds of each member; null where the operation draws nothing
 */
record Operation(String name, List<Operand> operands, long[] seeds, Call call) {

  enum Role {
    INPUT,
    TARGET,
    /** Written, but what it holds afterwards is not specified, or not unique. */
    SCRATCH
  }

  record Operand(Role role, ElementType type, Host before) {}

  interface Call {
    void on(Device device, Matrix[] m, long[] seeds);
  }

  Matrix[] place(GuardedMemory memory) {
    return operands.stream()
        .map(operand -> operand.role == Role.INPUT
            ? memory.input(operand.type, operand.before)
            : memory.target(operand.type, operand.before))
        .toArray(Matrix[]::new);
  }

  void run(Device device, Matrix[] matrices) {
    call.on(device, matrices, seeds);
  }

  /** The same where it may run more than once: what a decomposition has destroyed is first copied anew. */
  void run(Device device, Matrix[] originals, Matrix[] matrices) {
    for (int i = 0; i < matrices.length; i++) {
      if (operands.get(i).role == Role.SCRATCH) {
        device.copy(Transpose.NO, originals[i], matrices[i]);
      }
    }
    run(device, matrices);
  }

  /** Indices of the operands whose values are the result. */
  int[] results() {
    return IntStream.range(0, operands.size()).filter(i -> operands.get(i).role == Role.TARGET).toArray();
  }

  /** The same for one member alone. */
  Operation member(int member) {
    List<Operand> alone = operands.stream()
        .map(operand -> new Operand(operand.role, operand.type, operand.before.member(member)))
        .toList();
    return new Operation(name, alone, seeds == null ? null : new long[] {seeds[member]}, call);
  }

  /** The same with other values in one operand. */
  Operation with(int index, Host before) {
    List<Operand> changed = IntStream.range(0, operands.size())
        .mapToObj(i -> i == index
            ? new Operand(operands.get(i).role, operands.get(i).type, before)
            : operands.get(i))
        .toList();
    return new Operation(name, changed, seeds, call);
  }

  /** Bound on the difference between two correct ways to order an operation's sums, of a thousand terms at most. */
  static double reordering(ElementType type, Host result) {
    return type == ElementType.INT32 ? 0 : Rounding.gamma(type, 1000) * Math.max(1, result.largest());
  }
}
