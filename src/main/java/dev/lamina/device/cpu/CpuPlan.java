package dev.lamina.device.cpu;

import dev.lamina.device.Plan;
import dev.lamina.device.PlanContract;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A recorded list of operations. Operations that follow one another with the same many members run <em>deep</em>: a
 * worker takes a member through all of them before the next member, so that a small network stays in that core's cache.
 * A plan whose members have nothing to do with each other, not even from one replay to the next, is <em>resident</em>:
 * a worker takes a member through all replays before the next member.
 */
final class CpuPlan implements Plan {

  /** An operation as it was recorded: its phases, one after the other. */
  record Operation(Operands operands, Phase[] phases) {

    /** The members that run by themselves; 1 where the operation is not one of members only. */
    int members() {
      int members = phases[0].members();
      return Arrays.stream(phases).allMatch(phase -> phase.members() == members) ? members : 1;
    }
  }

  /** Phases of operations that follow one another; deep ones are taken member by member. */
  private record Run(boolean deep, Phase[] phases) {

    int members() {
      return phases[0].members();
    }

    void throughAll(int member, Scratch scratch) {
      for (Phase phase : phases) {
        for (int part = 0; part < phase.parts(); part++) {
          phase.body().run(member, part, scratch);
        }
      }
    }
  }

  private final Workers workers;
  private final List<Run> runs = new ArrayList<>();
  private final CpuMemory[] memories;
  private final boolean resident;
  private boolean closed;

  CpuPlan(Workers workers, List<Operation> operations) {
    this.workers = workers;
    memories = operations.stream().flatMap(operation -> operation.operands().memories()).distinct()
        .toArray(CpuMemory[]::new);
    for (int from = 0; from < operations.size(); ) {
      int members = operations.get(from).members();
      boolean deep = members >= workers.count() && members > 1;
      int to = deep ? end(operations, from, members) : from + 1;
      runs.add(new Run(deep, operations.subList(from, to).stream()
          .flatMap(operation -> Arrays.stream(operation.phases())).toArray(Phase[]::new)));
      from = to;
    }
    resident = runs.size() == 1 && runs.get(0).deep() && operations.stream().noneMatch(operation ->
        operations.stream().anyMatch(other -> operation.operands().mixesMembersOf(other.operands())));
  }

  /** The end of the deep run that starts with operation {@code from}. */
  private static int end(List<Operation> operations, int from, int members) {
    int to = from + 1;
    while (to < operations.size() && operations.get(to).members() == members && !mixesMembers(operations, from, to)) {
      to++;
    }
    return to;
  }

  private static boolean mixesMembers(List<Operation> operations, int from, int to) {
    Operands operands = operations.get(to).operands();
    return operations.subList(from, to).stream().anyMatch(earlier -> operands.mixesMembersOf(earlier.operands()));
  }

  @Override
  public boolean isResident() {
    return resident;
  }

  @Override
  public void replay(int times) {
    PlanContract.replay(times, closed);
    for (CpuMemory memory : memories) {
      memory.requireOpen();
    }
    if (resident) {
      Run run = runs.get(0);
      workers.run(run.members(), (member, scratch) -> {
        for (int i = 0; i < times; i++) {
          run.throughAll(member, scratch);
        }
      });
      return;
    }
    for (int i = 0; i < times; i++) {
      runOnce();
    }
  }

  private void runOnce() {
    for (Run run : runs) {
      if (run.deep()) {
        workers.run(run.members(), run::throughAll);
      } else {
        for (Phase phase : run.phases()) {
          run(workers, phase);
        }
      }
    }
  }

  /** Runs one phase with its members and parts side by side. */
  static void run(Workers workers, Phase phase) {
    int parts = phase.parts();
    workers.run(phase.members() * parts, (index, scratch) -> phase.body().run(index / parts, index % parts, scratch));
  }

  @Override
  public void close() {
    closed = true;
  }
}
