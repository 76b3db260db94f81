package dev.lamina.device.cpu;

import dev.lamina.device.Plan;
import java.util.ArrayList;
import java.util.List;

/**
 * A recorded list of phases. Phases that follow one another with the same many members run <em>deep</em>: a worker takes
 * a member through all of them before the next member, so that a small network stays in that core's cache.
 */
final class CpuPlan implements Plan {

  private final Workers workers;
  private final List<Phase[]> runs = new ArrayList<>();

  CpuPlan(Workers workers, List<Phase> phases) {
    this.workers = workers;
    for (int from = 0; from < phases.size(); ) {
      int to = from + 1;
      if (isDeep(phases.get(from))) {
        while (to < phases.size() && phases.get(to).members() == phases.get(from).members()) {
          to++;
        }
      }
      runs.add(phases.subList(from, to).toArray(Phase[]::new));
      from = to;
    }
  }

  private boolean isDeep(Phase phase) {
    return phase.members() >= workers.count() && phase.members() > 1;
  }

  @Override
  public void replay() {
    for (Phase[] run : runs) {
      if (isDeep(run[0])) {
        workers.run(run[0].members(), (member, scratch) -> throughAll(run, member, scratch));
      } else {
        run(workers, run[0]);
      }
    }
  }

  private static void throughAll(Phase[] phases, int member, Scratch scratch) {
    for (Phase phase : phases) {
      for (int part = 0; part < phase.parts(); part++) {
        phase.body().run(member, part, scratch);
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
    runs.clear();
  }
}
