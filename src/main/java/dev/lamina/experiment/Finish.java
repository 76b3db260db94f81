package dev.lamina.experiment;

import dev.lamina.data.Dataset;
import dev.lamina.device.DeviceException;
import dev.lamina.device.Loss;
import dev.lamina.device.Matrix;
import dev.lamina.metric.FeatureMetrics;
import dev.lamina.metric.GramIdentity;
import dev.lamina.metric.NetworkWeights;
import dev.lamina.metric.PrincipalComponents;
import dev.lamina.metric.Theory;
import dev.lamina.metric.TrainingFacts;
import dev.lamina.result.TheoryCheck;
import dev.lamina.training.ProbeResult;
import dev.lamina.training.TrainingResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** What is found of a network that has been trained; a part that fails is a gap and does not lose the others. */
final class Finish {

  private final TrainedNetwork trained;
  private final Setup setup;
  private final ExperimentConfig config;
  private final Measurements measurements;
  private final Experiment.Observer observer;
  private final StopSwitch stop;
  private final List<Gap> gaps = new ArrayList<>();

  Finish(TrainedNetwork trained, Measurements measurements, Experiment.Observer observer, StopSwitch stop) {
    this.trained = trained;
    setup = trained.setup();
    config = setup.config();
    this.measurements = measurements;
    this.observer = observer;
    this.stop = stop;
  }

  Outcome of(List<TrainingResult> results, double seconds) {
    // Who asked to stop before this still gets the layers measured; who asks now has had enough.
    measurements.mayEndEarly(!stop.isAsked());
    List<List<FeatureMetrics>> layers =
        attempt("the metrics of the features", measurements::features, measurements::noFeatures);
    List<NetworkWeights> networks =
        attempt("the metrics of the weights", measurements::weights, measurements::noWeights);
    List<List<TheoryCheck>> theory = stop.isAsked() || !gaps.isEmpty() ? List.of()
        : attempt("the check against theory", () -> theory(results, layers, networks), List::of);
    List<List<ProbeResult>> probes = attempt("the linear probes", this::probe, this::notProbed);
    List<List<ProbeResult>> transfers =
        attempt("the linear probes of held-out classes", this::transfer, this::notProbed);
    List<LayerView> views = attempt("the views", this::views, List::of);
    return new Outcome(config, setup.architecture(), setup.classNames(), results, seconds,
        trained.trainer().isResident(), layers, probes, transfers, networks, theory, measurements.epochs(), views,
        gaps);
  }

  private <T> T attempt(String what, Supplier<T> part, Supplier<T> otherwise) {
    try {
      return part.get();
    } catch (DeviceException e) {
      gaps.add(new Gap(what, e.getMessage()));
    } catch (OutOfMemoryError e) {
      gaps.add(new Gap(what, "the Java heap is full (" + e.getMessage() + ")"));
    }
    return otherwise.get();
  }

  private List<List<TheoryCheck>> theory(List<TrainingResult> results, List<List<FeatureMetrics>> layers,
      List<NetworkWeights> networks) {
    List<Matrix> features = trained.features();
    return IntStream.range(0, config.theoryMembers()).mapToObj(member -> {
      TrainingFacts facts = new TrainingFacts(setup.architecture().isLinear(), config.initKind().start(),
          config.initScale(), config.outputScale(), config.loss() == Loss.SQUARED_ERROR, config.momentum(),
          config.weightDecay(), results.get(member).loss());
      return Theory.check(facts, layers.get(member), networks.get(member), gramDeviations(features, member));
    }).toList();
  }

  private double[] gramDeviations(List<Matrix> features, int member) {
    return trained.plan().room().gram()
        .map(layout -> GramIdentity.deviations(trained.device(), trained.room(), layout,
            features.stream().map(layer -> layer.member(member)).toList(), trained.network().weight(1).member(member)))
        .orElse(new double[0]);
  }

  private List<List<ProbeResult>> probe() {
    if (trained.plan().probes().isEmpty() || stop.isAsked()) {
      return notProbed();
    }
    try (ProbedFeatures probes = new ProbedFeatures(trained.device(), trained.arena(), trained.plan().probes().get(),
        trained.network(), trained.trainer(), config.seeds())) {
      stop.does(probes::interrupt);
      return probes.run(setup.order(), setup.data().test().map(Dataset::labels), observer::probed);
    }
  }

  private List<List<ProbeResult>> transfer() {
    if (trained.plan().transfers().isEmpty() || stop.isAsked()) {
      return notProbed();
    }
    try (TransferProbes probes = new TransferProbes(trained.device(), trained.arena(),
        trained.plan().transfers().get(), trained.network(), config.seeds())) {
      stop.does(probes::interrupt);
      return probes.run(setup.data().heldOut().orElseThrow(), observer::probed);
    }
  }

  private List<List<ProbeResult>> notProbed() {
    return Collections.nCopies(config.members(),
        Collections.nCopies(setup.architecture().depth(), ProbeResult.NONE));
  }

  private List<LayerView> views() {
    List<LayerView> views = new ArrayList<>();
    if (config.views() == ViewKind.NONE || stop.isAsked()) {
      return views;
    }
    List<Matrix> features = trained.features();
    for (int layer = 0; layer < features.size() && !stop.isAsked(); layer++) {
      PrincipalComponents components = PrincipalComponents.of(trained.device(), trained.room(),
          trained.plan().room().components().get(layer), features.get(layer).member(0));
      views.add(LayerView.of(trained.device(), layer, features.get(layer).member(0), components,
          setup.order().labels(), config.views() == ViewKind.UMAP, config.seed()));
    }
    return views;
  }
}
