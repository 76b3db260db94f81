package dev.lamina.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.training.Schedule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the keys of a schedule make of it. */
class ScheduleKindTest {

  private static Schedule schedule(String... settings) {
    return ConfigReader.read("theory", List.of(settings)).schedule();
  }

  @Test
  void theCosineEndsWithTheRun() {
    assertEquals(new Schedule.Cosine(12, 0.125),
        schedule("training.schedule=cosine", "training.epochs=12", "training.eta-min=0.125"));
    assertEquals(new Schedule.WarmUp(2, new Schedule.Cosine(10, 0)),
        schedule("training.schedule=cosine", "training.epochs=12", "training.warm-up=2"));
    assertEquals(new Schedule.WarmUp(20, new Schedule.Cosine(1, 0)),
        schedule("training.schedule=cosine", "training.epochs=12", "training.warm-up=20"));
  }

  @Test
  void othersTakeTheirKeys() {
    assertEquals(new Schedule.Constant(), schedule());
    assertEquals(new Schedule.WarmUp(3, new Schedule.Step(7, 0.5)), schedule("training.schedule=step",
        "training.step-every=7", "training.step-factor=0.5", "training.warm-up=3"));
  }
}
