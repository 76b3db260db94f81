package dev.lamina.reproduce.item;

import dev.lamina.device.Device;
import dev.lamina.device.cpu.CpuDevice;
import dev.lamina.reproduce.Ensemble;
import dev.lamina.reproduce.Lab;
import dev.lamina.reproduce.Verdict;
import dev.lamina.reproduce.Watcher;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * The claims about deep linear networks that fail, as texts, since classes of one loader mean nothing to another: of
 * the item on the theorem those that take a second or two.
 */
public final class FailingClaims implements Callable<List<String>> {

  private static List<Verdict> verdicts(Lab lab) {
    Ensemble e = lab.run("scale-100", "theory", "seed=1", "members=40", "metrics.theory=all");
    List<Verdict> verdicts = new ArrayList<>(LinearClosedForms.verdicts(e));
    verdicts.addAll(LinearIdentities.verdicts(e));
    verdicts.addAll(LinearRanges.ofScale100(e));
    verdicts.addAll(OneStep.verdicts(lab));
    verdicts.addAll(FromFirstMatrix.of(lab).verdicts());
    return verdicts;
  }

  @Override
  public List<String> call() {
    try (Device device = new CpuDevice(2)) {
      return verdicts(new Lab(new TheoryItem(), device, "cpu", true, List.of(), new Unwatched())).stream()
          .filter(Verdict::fails).map(Verdict::claim).toList();
    }
  }

  private static final class Unwatched implements Watcher {
    @Override
    public void item(String name, String title) {}

    @Override
    public void epoch(String item, String run, int done, int total) {}

    @Override
    public void finished(String name, int holding, int claims, double seconds) {}
  }
}
