package dev.lamina.experiment;

import dev.lamina.device.Matrix;
import dev.lamina.device.Place;
import dev.lamina.device.Plan;
import dev.lamina.metric.FeatureMeter;
import dev.lamina.metric.FeatureMetrics;
import dev.lamina.metric.NetworkWeights;
import dev.lamina.metric.WeightMeter;
import dev.lamina.network.Forward;
import dev.lamina.training.EpochReport;
import dev.lamina.training.Trainer;
import dev.lamina.training.TrainingListener;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Measures at the epochs that the configuration asks for, and at the end: features are recorded once, replayed often.
 */
final class Measurements implements AutoCloseable {

  private final ExperimentConfig config;
  private final StopSwitch stop;
  private final Trainer trainer;
  private final FeatureMeter meter;
  private final WeightMeter weightMeter;
  private final List<Matrix> matrices;
  private final List<Outcome.Measurement> epochs = new ArrayList<>();
  // the pass through the network, then what is measured of each layer
  private final List<Plan> plans = new ArrayList<>();
  private boolean mayEndEarly;

  /** Records everything now: what the device cannot hold should show before the training, not after it. */
  Measurements(TrainedNetwork trained, StopSwitch stop) {
    config = trained.setup().config();
    this.stop = stop;
    trainer = trained.trainer();
    meter = new FeatureMeter(new Place(trained.device(), trained.arena()), trained.plan().features());
    weightMeter = new WeightMeter(new Place(trained.device(), trained.arena()), trained.plan().weights());
    matrices = trained.weights();
    if (trained.setup().architecture().isLinear()) {
      weightMeter.solve(trainer.trainingSet().features(), trained.setup().order().labels());
    }
    try {
      record(trained);
    } catch (RuntimeException e) {
      try (this) {
        throw e;
      }
    }
  }

  private void record(TrainedNetwork trained) {
    Forward[] forward = {null};
    plans.add(trained.device().record(() -> forward[0] = trainer.features()));
    List<Matrix> hidden = IntStream.range(0, trained.setup().architecture().depth())
        .mapToObj(layer -> forward[0].hidden(layer).broadcast(config.members())).toList();
    for (Runnable part : meter.parts(hidden, matrices.get(matrices.size() - 1), forward[0].output())) {
      plans.add(trained.device().record(part));
    }
  }

  /** Measurements on the way so far. */
  List<Outcome.Measurement> epochs() {
    return epochs;
  }

  /** Whether an interruption ends the measurement between two layers, and leaves the rest out. */
  void mayEndEarly(boolean may) {
    mayEndEarly = may;
  }

  private boolean ends() {
    return mayEndEarly && stop.isAsked();
  }

  List<NetworkWeights> weights() {
    int done = 0;
    for (Runnable part : weightMeter.parts(matrices)) {
      if (ends()) {
        break;
      }
      part.run();
      done++;
    }
    return weightMeter.read(done);
  }

  List<NetworkWeights> noWeights() {
    return weightMeter.read(0);
  }

  List<List<FeatureMetrics>> features() {
    if (!trainer.hasFeatures()) {
      plans.get(0).replay();
    }
    int done = 0;
    for (Plan part : plans.subList(1, plans.size())) {
      if (ends()) {
        break;
      }
      part.replay();
      done++;
    }
    return meter.read(done);
  }

  List<List<FeatureMetrics>> noFeatures() {
    return meter.read(0);
  }

  TrainingListener listener(Experiment.Observer observer) {
    return new TrainingListener() {
      @Override
      public boolean observes(int epoch) {
        return config.measureEvery() > 0 && epoch % config.measureEvery() == 0;
      }

      @Override
      public void observe(int epoch) {
        epochs.add(new Outcome.Measurement(epoch, features(), config.measuresWeights() ? weights() : List.of()));
      }

      @Override
      public void epochsFinished(EpochReport report) {
        observer.epochsFinished(report);
      }
    };
  }

  @Override
  public void close() {
    close(0);
  }

  /** Closes all from a place on, whatever fails. */
  private void close(int from) {
    if (from < plans.size()) {
      try {
        plans.get(from).close();
      } finally {
        close(from + 1);
      }
    }
  }
}
