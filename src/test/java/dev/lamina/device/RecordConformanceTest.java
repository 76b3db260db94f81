package dev.lamina.device;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Recorded operations: nothing runs while recording, and each replay is one direct execution, in every bit. */
class RecordConformanceTest extends DeviceConformance {
  private final SplittableRandom random = new SplittableRandom(17);

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void everyOperationReplays(ElementType type) {
    for (int members : MEMBERS) {
      for (Operation operation : Operations.all(type, 129, 130, members)) {
        Matrix[] originals = operation.place(memory);
        List<Matrix[]> copies = memory.twice(() -> operation.place(memory));
        Matrix[] direct = copies.get(0);
        Matrix[] replayed = copies.get(1);
        try (Plan plan = device.record(() -> operation.run(device, originals, replayed))) {
          for (int i = 0; i < replayed.length; i++) {
            Operation.Operand operand = operation.operands().get(i);
            Check.same(operation.name() + " ran while it was recorded, operand " + i,
                operand.before().as(operand.type()), memory.read(replayed[i]));
          }
          for (int round = 1; round <= 2; round++) {
            operation.run(device, originals, direct);
            plan.replay();
            compare(operation, direct, replayed, "replay " + round);
          }
        }
      }
    }
  }

  /** Several replays at once, among them none, are as many one by one, in every bit. */
  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void everyOperationRepeats(ElementType type) {
    for (int members : MEMBERS) {
      for (Operation operation : Operations.all(type, 33, 65, members)) {
        Matrix[] originals = operation.place(memory);
        List<Matrix[]> copies = memory.twice(() -> operation.place(memory));
        Matrix[] oneByOne = copies.get(0);
        Matrix[] atOnce = copies.get(1);
        try (Plan single = device.record(() -> operation.run(device, originals, oneByOne));
            Plan repeated = device.record(() -> operation.run(device, originals, atOnce))) {
          for (int i = 0; i < 3; i++) {
            single.replay();
          }
          repeated.replay(0);
          repeated.replay(2);
          repeated.replay(1);
        }
        compare(operation, oneByOne, atOnce, "repeated");
      }
    }
  }

  @Test
  void negativeRepeatsAreRefused() {
    try (Plan plan = device.record(() -> { })) {
      assertThrows(IllegalArgumentException.class, () -> plan.replay(-1));
    }
  }

  /** From one repeat to the next, a member must not overtake what it reads of others. */
  @Test
  void membersThatReadOthersRepeatInStep() {
    int members = 5;
    Matrix bits = memory.target(ElementType.FLOAT64, Host.make(1, 1, members, (e, i, j) -> e + 1));
    Matrix others = new Matrix(bits.memory(), bits.type(), bits.offset() + bits.stride(), 1, 1, members - 1,
        bits.stride());
    try (Plan plan = device.record(() -> {
      device.addBias(bits.member(0), others);
      device.addBias(bits.member(members - 1), bits.member(0));
    })) {
      plan.replay(3);
    }
    double[] expected = {1, 2, 3, 4, 5};
    for (int repeat = 0; repeat < 3; repeat++) {
      for (int e = 1; e < members; e++) {
        expected[e] += expected[0];
      }
      expected[0] += expected[members - 1];
    }
    Check.same("read of others", Host.scalar(expected), memory.read(bits));
  }

  /** One plan of all operations, in order: more phases than any training step. */
  @Test
  void allOperationsInOnePlan() {
    for (int members : MEMBERS) {
      List<Operation> operations = Operations.all(ElementType.FLOAT64, 33, 65, members);
      List<List<Matrix[]>> copies =
          memory.twice(() -> operations.stream().map(operation -> operation.place(memory)).toList());
      List<Matrix[]> direct = copies.get(0);
      List<Matrix[]> replayed = copies.get(1);
      for (int i = 0; i < operations.size(); i++) {
        operations.get(i).run(device, direct.get(i));
      }
      try (Plan plan = device.record(() -> {
        for (int i = 0; i < operations.size(); i++) {
          operations.get(i).run(device, replayed.get(i));
        }
      })) {
        plan.replay();
      }
      for (int i = 0; i < operations.size(); i++) {
        compare(operations.get(i), direct.get(i), replayed.get(i), "in a plan of all");
      }
    }
  }

  private void compare(Operation operation, Matrix[] direct, Matrix[] replayed, String when) {
    for (int result : operation.results()) {
      Check.same(operation.name() + ", operand " + result + ", " + when, memory.read(direct[result]),
          memory.read(replayed[result]));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void scalarsAndCountersChangeBetweenReplays(ElementType type) {
    Matrix rate = memory.target(type, Host.scalar(1, 2, 3, 4, 5));
    Matrix counter = memory.target(ElementType.INT32, Host.scalar(0));
    Matrix ones = memory.input(type, Host.filled(1, 1, 1, 1));
    Matrix index = memory.input(ElementType.INT32, Host.of(1, 3, 2, 0, 1));
    Matrix source = memory.input(type, Host.of(1, 3, 10, 20, 30));
    Matrix picked = memory.target(type, 1, 1, 5);
    Matrix sum = memory.target(type, 1, 1, 5);
    try (Plan plan = device.record(() -> {
      device.gather(source, index, counter, picked);
      device.gemm(Transpose.NO, Transpose.NO, Scalar.at(rate), picked, ones, Scalar.ZERO, sum);
      device.advance(counter, 3);
    })) {
      double[] expected = {30, 10, 20, 30};
      for (int step = 0; step < expected.length; step++) {
        int now = step;
        double[] rates = {step, 2, -3, 4, 0.5};
        device.write(rates, rate);
        plan.replay();
        Check.same("step " + step, Host.make(1, 1, 5, (e, i, j) -> rates[e] * expected[now]), memory.read(sum));
      }
    }
  }

  /** A result of one member may be an operand of all: whoever computes the others has to wait for it. */
  @Test
  void oneMembersResultIsReadByAll() {
    for (int leader = 0; leader < 5; leader++) {
      int member = leader;
      Host source = Host.normal(random, 65, 129, 5);
      Matrix x = memory.input(ElementType.FLOAT64, source);
      Matrix[] biases = new Matrix[2];
      Matrix[] zs = new Matrix[2];
      for (int i = 0; i < 2; i++) {
        biases[i] = memory.target(ElementType.FLOAT64, Host.filled(65, 1, 5, 0));
        zs[i] = memory.target(ElementType.FLOAT64, Host.filled(65, 3, 5, 0));
      }
      followLeader(x, member, biases[0], zs[0]);
      try (Plan plan = device.record(() -> followLeader(x, member, biases[1], zs[1]))) {
        plan.replay();
      }
      Check.same("member " + leader + " read by all", memory.read(zs[0]), memory.read(zs[1]));
    }
  }

  private void followLeader(Matrix x, int leader, Matrix bias, Matrix z) {
    device.sumColumns(Scalar.ONE, x, Scalar.ZERO, bias);
    device.addBias(bias.member(leader), z);
  }

  /** A workspace that serves one shape after another: no member may write what another has yet to read. */
  @Test
  void aWorkspaceInSeveralShapes() {
    Matrix block = memory.target(ElementType.FLOAT64, Host.filled(1, 5 * 65 * 65, 1, 0));
    int[] widths = {65, 7, 33};
    Matrix[] views = new Matrix[widths.length];
    Matrix[] sources = new Matrix[widths.length];
    Matrix[] sums = new Matrix[widths.length];
    for (int i = 0; i < widths.length; i++) {
      int columns = widths[i];
      sources[i] = memory.input(ElementType.FLOAT64, Host.make(65, columns, 5, (e, r, c) -> e + 1));
      sums[i] = memory.target(ElementType.FLOAT64, 65, 1, 5);
      views[i] = new Matrix(block.memory(), block.type(), block.offset(), 65, columns, 5, 65L * columns);
    }
    try (Plan plan = device.record(() -> {
      for (int i = 0; i < widths.length; i++) {
        device.copy(Transpose.NO, sources[i], views[i]);
        device.sumColumns(Scalar.ONE, views[i], Scalar.ZERO, sums[i]);
      }
    })) {
      for (int replay = 0; replay < 200; replay++) {
        plan.replay();
        for (int i = 0; i < widths.length; i++) {
          int columns = widths[i];
          Check.same("replay " + replay + ", shape " + i, Host.make(65, 1, 5, (e, r, c) -> (e + 1) * columns),
              memory.read(sums[i]));
        }
      }
    }
  }

  @Test
  void transfersAreRefusedAndTheDeviceGoesOn() {
    Host before = Host.scalar(1, 2);
    Matrix floating = memory.target(ElementType.FLOAT64, before);
    Matrix whole = memory.target(ElementType.INT32, before);
    List<Runnable> transfers = List.of(
        () -> device.write(new double[] {7, 7}, floating),
        () -> device.write(new float[] {7, 7}, floating),
        () -> device.write(new int[] {7, 7}, whole),
        () -> device.read(floating, new double[2]),
        () -> device.read(whole, new int[2]));
    for (Runnable transfer : transfers) {
      assertThrows(IllegalStateException.class, () -> device.record(() -> {
        device.fill(floating, 9);
        transfer.run();
      }));
      Check.same("after a refused recording", before, memory.read(floating));
      Check.same("after a refused recording", before, memory.read(whole));
    }
    try (Plan plan = device.record(() -> device.fill(floating, 3))) {
      plan.replay();
      Check.same("a later recording", Host.scalar(3, 3), memory.read(floating));
    }
  }

  /** Shapes are checked while recording, not at a replay. */
  @Test
  void misfitsShowWhileRecording() {
    Matrix z = memory.target(ElementType.FLOAT64, 3, 2, 1);
    Matrix bias = memory.input(ElementType.FLOAT64, Host.filled(2, 1, 1, 0));
    assertThrows(IllegalArgumentException.class, () -> device.record(() -> device.addBias(bias, z)));
  }

  /**
   * A recording holds bare addresses; whoever replays it after its memory was freed is told so, in every form of a
   * plan.
   */
  @Test
  void plansOnFreedMemoryAreRefused() {
    for (boolean counts : new boolean[] {false, true}) {
      MemoryPlan layout = new MemoryPlan();
      MemoryPlan.Slot weights = layout.add(MemoryPlan.Purpose.WORKSPACE, "weights", ElementType.FLOAT64, 3, 2, 5);
      MemoryPlan.Slot counter = layout.add(MemoryPlan.Purpose.WORKSPACE, "counter", ElementType.INT32, 1, 1, 5);
      Arena arena = device.allocate(layout);
      Matrix w = arena.matrix(weights);
      Matrix steps = arena.matrix(counter);
      try (Plan plan = device.record(() -> {
        device.activate(Activation.TANH, w, w);
        if (counts) {
          device.advance(steps, 7);
        }
      })) {
        plan.replay();
        arena.close();
        assertThrows(IllegalStateException.class, plan::replay);
      }
    }
  }

  @Test
  void emptyPlanDoesNothing() {
    try (Plan plan = device.record(() -> { })) {
      plan.replay();
      plan.replay();
    }
  }

  @Test
  void plansMayBeInterleaved() {
    Matrix counter = memory.target(ElementType.INT32, Host.scalar(0));
    try (Plan once = device.record(() -> device.advance(counter, 100));
        Plan twice = device.record(() -> {
          device.advance(counter, 100);
          device.advance(counter, 100);
        })) {
      once.replay();
      twice.replay();
      device.advance(counter, 100);
      once.replay();
      Check.same("counter", Host.scalar(5), memory.read(counter));
    }
  }
}
