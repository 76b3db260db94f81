package dev.lamina.reproduce;

import dev.lamina.experiment.ConfigReader;
import dev.lamina.experiment.ExperimentConfig;
import dev.lamina.result.Measure;
import dev.lamina.result.TheoryCheck;
import dev.lamina.training.Status;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** An ensemble made up of formulas, so that a test can break one number and see which claim falls. */
public final class Fake {

  /** A number of a layer, or of {@code W_l}, and a member. */
  public interface Entry {
    double of(int layer, int member);
  }

  private final ExperimentConfig config;
  private final int seeds;
  private final Map<Measure, double[]> members = new EnumMap<>(Measure.class);
  private final Map<Measure, double[][]> layers = new EnumMap<>(Measure.class);
  private final Map<Measure, double[][]> weights = new EnumMap<>(Measure.class);
  private final TreeMap<Integer, Ensemble.Measures> way = new TreeMap<>();
  private final List<TheoryCheck> checks = new ArrayList<>();
  private double[] firstLosses = {};
  private double[][][] spectra = {};
  private Status status = Status.STOPPED;

  public Fake(String experiment, int seeds, String... settings) {
    config = ConfigReader.read(experiment, List.of(settings));
    this.seeds = seeds;
  }

  public Fake members(Measure measure, IntToDoubleFunction value) {
    members.put(measure, IntStream.range(0, seeds).mapToDouble(value).toArray());
    return this;
  }

  public Fake firstLosses(IntToDoubleFunction value) {
    firstLosses = IntStream.range(0, seeds).mapToDouble(value).toArray();
    return this;
  }

  public Fake layers(Measure measure, Entry value) {
    layers.put(measure, table(0, config.hidden(), value));
    return this;
  }

  public Fake weights(Measure measure, Entry value) {
    weights.put(measure, table(1, config.hidden() + 1, value));
    return this;
  }

  /** All matrices of all members have these singular values. */
  public Fake spectrum(double... values) {
    spectra = IntStream.rangeClosed(0, config.hidden()).mapToObj(l ->
        IntStream.range(0, seeds).mapToObj(e -> values.clone()).toArray(double[][]::new)).toArray(double[][][]::new);
    return this;
  }

  /** All members have this line among those of theory; a line of the same name and layer is replaced. */
  public Fake check(String name, int layer, double predicted, double measured, double deviation) {
    checks.removeIf(check -> check.name().equals(name) && check.layer() == layer);
    checks.add(new TheoryCheck(name, layer, predicted, measured, deviation, Double.NaN, TheoryCheck.Verdict.HOLDS, ""));
    return this;
  }

  /** What was given so far is what was measured at that epoch; the next numbers are of later. */
  public Fake at(int epoch) {
    way.put(epoch, new Ensemble.Measures(Map.copyOf(members), Map.copyOf(layers), Map.copyOf(weights), spectra));
    return this;
  }

  public Fake status(Status ending) {
    status = ending;
    return this;
  }

  public Ensemble ensemble() {
    return new Ensemble(config, Collections.nCopies(seeds, status), firstLosses,
        new Ensemble.Measures(members, layers, weights, spectra), way, Collections.nCopies(seeds, List.copyOf(checks)));
  }

  private double[][] table(int first, int last, Entry value) {
    return IntStream.rangeClosed(first, last).mapToObj(l ->
        IntStream.range(0, seeds).mapToDouble(e -> value.of(l, e)).toArray()).toArray(double[][]::new);
  }
}
