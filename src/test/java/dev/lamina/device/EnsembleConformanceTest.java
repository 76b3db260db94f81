package dev.lamina.device;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An ensemble is its members: each operation on five of them gives what five single runs give, and an operand that they
 * share is like five copies of it. Equal to the rounding of sums in another order; the same run again gives equal bits.
 */
@MethodSource("dev.lamina.device.Devices#ofSmallGrids")
class EnsembleConformanceTest extends DeviceConformance {
  private static final int ENSEMBLE = 5;

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void membersEqualSingleRuns(ElementType type) {
    for (Operation operation : Operations.all(type, 33, 65, ENSEMBLE)) {
      Matrix[] together = operation.place(memory);
      operation.run(device, together);
      for (int e = 0; e < ENSEMBLE; e++) {
        Operation single = operation.member(e);
        Matrix[] alone = single.place(memory);
        single.run(device, alone);
        for (int result : operation.results()) {
          Host expected = memory.read(alone[result]);
          Check.close(operation.name() + " " + type + ", operand " + result + ", member " + e, expected,
              Operation.reordering(together[result].type(), expected), memory.read(together[result]).member(e));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void sharedOperandEqualsCopies(ElementType type) {
    for (Operation operation : Operations.all(type, 17, 33, ENSEMBLE)) {
      for (int i = 0; i < operation.operands().size(); i++) {
        if (operation.operands().get(i).role() == Operation.Role.INPUT) {
          checkShared(operation, i);
        }
      }
    }
  }

  private void checkShared(Operation operation, int index) {
    Host one = operation.operands().get(index).before().member(0);
    Operation copied = operation.with(index, Host.make(one.rows(), one.columns(), ENSEMBLE, one::at));
    Matrix[] copies = copied.place(memory);
    copied.run(device, copies);
    Operation shared = operation.with(index, one);
    for (boolean broadcast : new boolean[] {false, true}) {
      Matrix[] matrices = shared.place(memory);
      if (broadcast) {
        matrices[index] = matrices[index].broadcast(ENSEMBLE);
      }
      shared.run(device, matrices);
      for (int result : operation.results()) {
        Host expected = memory.read(copies[result]);
        Check.close(operation.name() + ", operand " + index + (broadcast ? " broadcast" : " single") + ", result "
            + result, expected, Operation.reordering(copies[result].type(), expected), memory.read(matrices[result]));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void secondRunGivesEqualBits(ElementType type) {
    for (int members : MEMBERS) {
      for (Operation operation : Operations.all(type, 129, 257, members)) {
        List<Matrix[]> runs = memory.twice(() -> operation.place(memory));
        runs.forEach(matrices -> operation.run(device, matrices));
        for (int result : operation.results()) {
          Check.same(operation.name() + " " + type + ", operand " + result, memory.read(runs.get(0)[result]),
              memory.read(runs.get(1)[result]));
        }
      }
    }
  }
}
