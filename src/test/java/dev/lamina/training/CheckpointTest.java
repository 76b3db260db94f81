package dev.lamina.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.device.Activation;
import dev.lamina.network.Architecture;
import dev.lamina.network.HostMatrix;
import dev.lamina.network.Initialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
  private static final Architecture ARCHITECTURE =
      Architecture.builder(9, 3).hidden(3, 8).nonlinear(2, Activation.RELU, true).bias(true).build();
  private static final SmallData DATA = SmallData.of(22, 9, 3);
  private static final long[] SEEDS = {4, 5};

  private static Settings settings(int batch) {
    return Settings.of(30, 0.03, 0.0005).rule(0.9, 1e-3, false).schedule(new Schedule.Cosine(30, 0.001))
        .batch(batch, batch > 0).stop(batch > 0 ? 0.6 : 1e-9, 4);
  }

  private static Session session(int batch) {
    return Session.on(DATA.x(), DATA.labels(), ARCHITECTURE, settings(batch).build(), SEEDS)
        .initialize(Initialization.DEFAULT, SEEDS, 1, 1);
  }

  private static TrainingListener interruptBefore(Session session, int epoch) {
    return new TrainingListener() {
      @Override
      public boolean observes(int next) {
        if (next == epoch) {
          session.trainer.interrupt();
        }
        return false;
      }
    };
  }

  /** Interrupted at an epoch that is neither a window's end nor checked, then continued by another trainer. */
  @ParameterizedTest
  @ValueSource(ints = {0, 5})
  void aContinuedRunEqualsAnUninterruptedOne(int batch) {
    try (Session whole = session(batch); Session first = session(batch); Session second = session(batch)) {
      List<TrainingResult> expected = whole.run();
      List<TrainingResult> interrupted = first.trainer.run(interruptBefore(first, 21));
      assertTrue(interrupted.stream().anyMatch(result -> result.status() == Status.INTERRUPTED));
      Checkpoint checkpoint = first.trainer.checkpoint();
      assertEquals(21, checkpoint.epoch());
      second.trainer.restore(checkpoint);
      List<TrainingResult> continued = second.run();
      for (int e = 0; e < 2; e++) {
        assertEquals(expected.get(e).status(), continued.get(e).status());
        assertEquals(expected.get(e).steps(), continued.get(e).steps());
        assertEquals(expected.get(e).loss(), continued.get(e).loss());
        List<HistoryEntry> joined = new ArrayList<>(interrupted.get(e).history());
        joined.addAll(continued.get(e).history());
        assertEquals(expected.get(e).history(), joined);
      }
      Map<String, double[]> state = second.state();
      whole.state().forEach((name, values) -> assertArrayEquals(values, state.get(name), name));
      if (batch > 0) {
        assertTrue(checkpoint.members().stream().anyMatch(MemberState::ended), "a member had stopped before");
      }
    }
  }

  @Test
  void anInterruptedRunGoesOnInPlace() {
    try (Session whole = session(5); Session session = session(5)) {
      List<TrainingResult> expected = whole.run();
      List<TrainingResult> interrupted = session.trainer.run(interruptBefore(session, 6));
      assertEquals(6, interrupted.get(0).epochs());
      assertEquals(6 * 5, interrupted.get(0).steps());
      List<TrainingResult> results = session.run();
      for (int e = 0; e < 2; e++) {
        assertEquals(expected.get(e), results.get(e));
      }
    }
  }

  /**
   * Asked before every few steps, of an epoch of 2,501: the run ends in its middle, and goes on there, in place or
   * elsewhere, with the same weights and the same losses.
   */
  @Test
  void anInterruptionInTheMiddleOfAnEpoch() {
    SmallData data = SmallData.of(5_001, 9, 3);
    TrainingSettings settings = Settings.of(2, 0.003, 0.0005).rule(0.9, 1e-3, false).batch(2, true).build();
    Architecture architecture = Architecture.builder(9, 3).hidden(1, 4).build();
    List<Session> sessions = IntStream.range(0, 3).mapToObj(i -> Session.on(
        data.x(), data.labels(), architecture, settings, SEEDS).initialize(Initialization.DEFAULT, SEEDS, 1, 1))
        .toList();
    try (Session whole = sessions.get(0); Session first = sessions.get(1); Session second = sessions.get(2)) {
      List<TrainingResult> expected = whole.run();
      AtomicInteger asked = new AtomicInteger(Integer.MIN_VALUE);
      TrainingListener countFromTheSecondEpoch = new TrainingListener() {
        @Override
        public boolean observes(int epoch) {
          asked.set(epoch == 1 ? 0 : Integer.MIN_VALUE);
          return false;
        }
      };
      // Before the epoch, before its first steps, and before the next: then it is enough.
      List<TrainingResult> interrupted = first.trainer.run(countFromTheSecondEpoch, () -> asked.incrementAndGet() > 2);
      assertEquals(Status.INTERRUPTED, interrupted.get(0).status());
      assertEquals(1, interrupted.get(0).epochs());
      long steps = interrupted.get(0).steps();
      assertTrue(steps > 2_501 && steps < 2 * 2_501, steps + " steps");
      Checkpoint checkpoint = first.trainer.checkpoint();
      assertEquals(steps - 2_501, checkpoint.step());
      second.trainer.restore(checkpoint);
      second.run();
      Map<String, double[]> elsewhere = second.state();
      assertEquals(expected, first.run());
      Map<String, double[]> inPlace = first.state();
      whole.state().forEach((name, values) -> {
        assertArrayEquals(values, elsewhere.get(name), name);
        assertArrayEquals(values, inPlace.get(name), name);
      });
    }
  }

  @Test
  void namesEveryTensorOfEveryMember() {
    try (Session session = session(5)) {
      List<String> names = session.trainer.checkpoint().tensors().stream().map(HostMatrix::name).toList();
      assertEquals(2 * (4 * 2 + 2 * 4 + 4 * 2 + 2 * 2), names.size());
      assertEquals(names.size(), names.stream().distinct().count());
      assertTrue(names.containsAll(List.of("member0.layer1.weight", "member1.layer4.bias", "member1.layer2.norm.gamma",
          "member0.layer1.norm.running_variance", "member1.layer1.norm.beta.velocity",
          "member0.layer4.weight.velocity")));
    }
  }

  @Test
  void refusesATensorThatIsMissingUnknownOrOfAnotherShape() {
    try (Session session = session(5)) {
      Checkpoint good = session.trainer.checkpoint();
      List<HostMatrix> fewer = good.tensors().subList(1, good.tensors().size());
      assertMessage("has no member0.layer1.weight", session, new Checkpoint(1, 0, good.members(), fewer));
      List<HostMatrix> other = new ArrayList<>(fewer);
      other.add(new HostMatrix("member0.layer1.weight", 8, 8, new double[64]));
      assertMessage("member0.layer1.weight is 8 x 8, but the network's is 8 x 9", session,
          new Checkpoint(1, 0, good.members(), other));
      List<HostMatrix> more = new ArrayList<>(good.tensors());
      more.add(new HostMatrix("layer9.weight", 1, 1, new double[1]));
      assertMessage("has a layer9.weight", session, new Checkpoint(1, 0, good.members(), more));
      assertMessage("1 members, but the network 2", session,
          new Checkpoint(1, 0, good.members().subList(0, 1), good.tensors()));
    }
  }

  private static void assertMessage(String part, Session session, Checkpoint checkpoint) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> session.trainer.restore(checkpoint)).getMessage();
    assertTrue(message.contains(part), message);
  }
}
