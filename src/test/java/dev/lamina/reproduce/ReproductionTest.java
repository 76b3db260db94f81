package dev.lamina.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.device.Device;
import dev.lamina.device.Devices;
import dev.lamina.experiment.ConfigException;
import dev.lamina.reproduce.item.Items;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Which items run, and what an interruption leaves. */
class ReproductionTest {

  /** Images in name only, so that items on images take no time. */
  private static final List<String> TINY =
      List.of("data.kind=uniform", "data.samples=40", "data.classes=4", "data.dimension=3");

  /** Calls back when epochs of a run have finished. */
  private static Watcher at(Consumer<String> epoch) {
    return new Watcher() {
      @Override
      public void item(String name, String title) {}

      @Override
      public void epoch(String item, String run, int done, int total) {
        epoch.accept(item);
      }

      @Override
      public void finished(String name, int holding, int claims, double seconds) {}
    };
  }

  @Test
  void allItemsInTheirOrderAndEachOnce() {
    assertEquals(Items.names(), Items.of(List.of(), List.of()).stream().map(Item::name).toList());
    assertEquals(List.of("theory", "depth"),
        Items.of(List.of("depth", "theory", "depth"), List.of()).stream().map(Item::name).toList());
  }

  @Test
  void anUnknownNameHasANearestOne() {
    String message = assertThrows(ConfigException.class, () -> Items.of(List.of("theory", "initialization"), List.of()))
        .getMessage();
    assertTrue(message.contains("'initialization'") && message.contains("'initialisation'?"), message);
  }

  @Test
  void onlyImagesMayBeReplaced() {
    List<String> images = List.of("data.per-class=0");
    Reproduction.of(Items.of(List.of("depth", "theory"), images), true, images);
    for (String setting : List.of("training.epochs=1", "seed=2")) {
      assertThrows(ConfigException.class, () -> Items.of(List.of("depth"), List.of(setting)));
    }
    String message = assertThrows(ConfigException.class,
        () -> Items.of(List.of("theory"), images)).getMessage();
    assertTrue(message.contains("equi-separation, depth"), message);
  }

  /** What an item has not finished is left out; what came before stays. */
  @Test
  void anInterruptionKeepsFinishedItems() {
    Reproduction reproduction = Reproduction.of(Items.of(List.of("equi-separation", "depth"), TINY), true, TINY);
    List<String> seen = new ArrayList<>();
    try (Device device = Devices.first()) {
      List<Reproduced> kept = new ArrayList<>();
      Reproduced reproduced = reproduction.run(device, "auto", at(item -> {
        seen.add(item);
        if (item.equals("depth")) {
          assertEquals(1, kept.size(), "an item is kept before the next begins");
          reproduction.interrupt();
        }
      }), kept::add);
      assertEquals(List.of(reproduced), kept);
      assertTrue(reproduced.interrupted());
      assertEquals(List.of("equi-separation"), reproduced.parts().stream().map(part -> part.item().name()).toList());
      assertEquals(1, seen.stream().filter(item -> item.equals("depth")).count());
      assertEquals(5, reproduced.parts().get(0).runs().size());
    }
  }

  @Test
  void anInterruptionAtOnceLeavesNothing() {
    Reproduction reproduction = Reproduction.of(Items.of(List.of("theory"), List.of()), true, List.of());
    reproduction.interrupt();
    try (Device device = Devices.first()) {
      Reproduced reproduced = reproduction.run(device, "auto", at(item -> { }), kept -> { });
      assertTrue(reproduced.interrupted() && reproduced.parts().isEmpty());
    }
  }

  @Test
  void oneFailureIsEnough() {
    Claim claim = new Claim("claim", "where", "expected");
    Verdict holds = claim.atMost(new double[] {1}, 1);
    Verdict expected = claim.atMost(new double[] {2}, 1).explained("why", 3);
    Verdict fails = claim.atMost(new double[] {2}, 1);
    assertTrue(of(holds, expected).succeeded());
    assertFalse(of(holds, fails, expected).succeeded());
    assertEquals(1, of(holds, expected, holds).count(Verdict.Judgement.EXPECTED_DEVIATION));
  }

  private static Reproduced of(Verdict... verdicts) {
    Item item = Items.of(List.of(), List.of()).get(0);
    return new Reproduced(List.of(new Reproduced.Part(item, new Findings(List.of(verdicts), List.of()), List.of(), 1)),
        true, false, 1);
  }
}
