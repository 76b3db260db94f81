package dev.lamina.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How far each member has come, and its history. */
final class Progress {
  private final MemberState[] states;
  private final List<List<HistoryEntry>> histories = new ArrayList<>();

  Progress(int members) {
    states = new MemberState[members];
    Arrays.fill(states, MemberState.RUNNING);
    for (int e = 0; e < members; e++) {
      histories.add(new ArrayList<>());
    }
  }

  /** Takes over states; histories start again. */
  void restore(List<MemberState> members) {
    if (members.size() != states.length) {
      throw new IllegalArgumentException(
          "the checkpoint has " + members.size() + " members, but the network " + states.length);
    }
    for (int e = 0; e < states.length; e++) {
      states[e] = members.get(e);
      histories.get(e).clear();
    }
  }

  int members() {
    return states.length;
  }

  MemberState state(int member) {
    return states[member];
  }

  List<MemberState> states() {
    return List.of(states);
  }

  boolean runs(int member) {
    return !states[member].ended();
  }

  boolean anyRuns() {
    return Arrays.stream(states).anyMatch(state -> !state.ended());
  }

  boolean[] ended() {
    boolean[] ended = new boolean[states.length];
    for (int e = 0; e < ended.length; e++) {
      ended[e] = states[e].ended();
    }
    return ended;
  }

  void end(int member, Status status, int epoch, long step) {
    states[member] = new MemberState(status, epoch, step);
  }

  void add(int member, HistoryEntry entry) {
    histories.get(member).add(entry);
  }

  List<HistoryEntry> history(int member) {
    return histories.get(member);
  }
}
