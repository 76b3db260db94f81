package dev.lamina.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * The epochs of a run. Steps are queued without waiting; what they have summed is read once a window, together with
 * the evaluations that the stop rule and the history ask for.
 */
final class TrainingLoop {
  private final TrainingSettings settings;
  private final boolean stopsInStep;
  private final Batches batches;
  private final TrainingStep step;
  private final Hyperparameters hyperparameters;
  private final LossSums sums;
  private final Evaluator training;
  private final Evaluator test;
  private final Progress progress;
  private final double[] firstRates;
  private final boolean evaluatesTraining;
  private Evaluation evaluation;
  private int epoch;
  /** Steps of the epoch that have been taken, and those of them whose losses are not known: a checkpoint keeps none. */
  private int taken;
  private int unknown;
  private int pending;

  /** What an epoch began with; entries of each member, NaN where nothing was evaluated. */
  private record Evaluation(double[] losses, double[] accuracies, double[] testLosses, double[] testAccuracies) {}

  /**
   * @param ownLoss whether the loss of a step is that of the whole training set before it, as an evaluation would find
   *     it
   * @param stopsInStep whether the device applies the stop rule by itself
   * @param test null where there is no test set
   */
  TrainingLoop(TrainingSettings settings, boolean ownLoss, boolean stopsInStep, Batches batches, TrainingStep step,
      Hyperparameters hyperparameters, LossSums sums, Evaluator training, Evaluator test, Progress progress) {
    this.settings = settings;
    this.stopsInStep = stopsInStep;
    this.batches = batches;
    this.step = step;
    this.hyperparameters = hyperparameters;
    this.sums = sums;
    this.training = training;
    this.test = test;
    this.progress = progress;
    firstRates = settings.learningRates().stream().mapToDouble(rate -> rate).toArray();
    evaluatesTraining = !ownLoss;
    evaluation = evaluation();
  }

  /** Sets eta of each member, in place of the settings'. */
  void learningRates(double[] rates) {
    System.arraycopy(rates, 0, firstRates, 0, firstRates.length);
  }

  /** The next epoch. */
  int epoch() {
    return epoch;
  }

  /** Steps of it that have been taken. */
  int step() {
    return taken;
  }

  void continueAt(int nextEpoch, int nextStep) {
    if (nextStep >= batches.stepsPerEpoch()) {
      throw new IllegalArgumentException("the checkpoint goes on at step " + nextStep
          + " of an epoch, but an epoch has " + batches.stepsPerEpoch());
    }
    epoch = nextEpoch;
    taken = nextStep;
    unknown = nextStep;
  }

  /** Runs to the last epoch, to the end of the last member, or until interrupted; then evaluates. */
  List<TrainingResult> run(TrainingListener listener, BooleanSupplier interrupted) {
    rewind();
    if (taken > 0) {
      sums.goOn(taken);
    }
    for (; epoch < settings.epochs(); epoch++) {
      boolean begins = taken == 0;
      boolean evaluates = begins && isRecorded(epoch) && (evaluatesTraining || test != null);
      boolean observes = begins && listener.observes(epoch);
      if (evaluates) {
        evaluate(evaluatesTraining);
      }
      if (evaluates || observes || pending == sums.window()) {
        read(listener);
      }
      if (evaluates) {
        takeEvaluation();
      }
      if (!progress.anyRuns() || interrupted.getAsBoolean()) {
        break;
      }
      if (observes) {
        step.passAhead();
        listener.observe(epoch);
      }
      double[] rates = rates(epoch);
      if (hyperparameters.differ(rates, progress.ended())) {
        step.flush();
        hyperparameters.set(rates, progress.ended());
      }
      batches.startEpoch(epoch);
      taken = step.queueEpoch(taken, interrupted);
      if (taken < batches.stepsPerEpoch()) {
        break;
      }
      taken = 0;
      pending += batches.stepsPerEpoch();
    }
    if (!progress.anyRuns()) {
      epoch = progress.states().stream().mapToInt(MemberState::epochs).max().orElse(epoch);
    }
    evaluate(true);
    read(listener);
    return results();
  }

  /** Columns of a window are counted from a check on, as the stop rule of a step expects. */
  private void rewind() {
    sums.rewind(batches.isFull() ? epoch % settings.checkEvery() % sums.length() : 0);
  }

  private void evaluate(boolean onTrainingSet) {
    step.flush();
    if (onTrainingSet) {
      training.run();
    }
    if (test != null) {
      test.run();
    }
  }

  /** Takes over what the device has summed: the steps since the last read, if any, and the evaluations. */
  private void read(TrainingListener listener) {
    step.flush();
    sums.read();
    if (pending == 0) {
      return;
    }
    int perEpoch = batches.stepsPerEpoch();
    int first = epoch - pending / perEpoch;
    double[] losses = new double[progress.members()];
    double[] accuracies = new double[progress.members()];
    for (int finished = first; finished < epoch; finished++) {
      for (int e = 0; e < progress.members(); e++) {
        int from = (finished - first) * perEpoch;
        end(e, finished, from);
        average(e, from, losses, accuracies);
      }
      addToHistory(finished, losses, accuracies);
      unknown = 0;
    }
    EpochReport report = report(losses, accuracies);
    rewind();
    pending = 0;
    listener.epochsFinished(report);
  }

  /** Ends a member that diverged or, by the rule that the device has applied already, stopped in an epoch. */
  private void end(int member, int finished, int from) {
    if (progress.runs(member) && stopsInStep && finished % settings.checkEvery() == 0
        && sums.stepLoss(member, from) < settings.stopLoss()) {
      progress.end(member, Status.STOPPED, finished, steps(finished));
    }
    for (int i = unknown; i < batches.stepsPerEpoch() && progress.runs(member); i++) {
      if (!Double.isFinite(sums.stepLoss(member, from + i))) {
        progress.end(member, Status.DIVERGED, finished, steps(finished) + i);
      }
    }
  }

  private void addToHistory(int finished, double[] losses, double[] accuracies) {
    // What an epoch began with that goes on from a checkpoint is not known any more.
    if (!isRecorded(finished) || unknown > 0) {
      return;
    }
    double[] rates = rates(finished);
    for (int e = 0; e < progress.members(); e++) {
      MemberState state = progress.state(e);
      if (!state.ended() || finished < state.epochs()) {
        progress.add(e, new HistoryEntry(finished, steps(finished), rates[e],
            evaluatesTraining ? evaluation.losses[e] : losses[e],
            evaluatesTraining ? evaluation.accuracies[e] : accuracies[e],
            evaluation.testLosses[e], evaluation.testAccuracies[e]));
      }
    }
  }

  private boolean isRecorded(int ofEpoch) {
    return ofEpoch % settings.checkEvery() == 0 || ofEpoch == settings.epochs() - 1;
  }

  /** @param losses of the last epoch that has finished */
  private EpochReport report(double[] losses, double[] accuracies) {
    double[] rates = rates(epoch - 1);
    double[][] stepLosses = new double[progress.members()][];
    for (int e = 0; e < stepLosses.length; e++) {
      int member = e;
      stepLosses[e] = IntStream.range(0, pending).mapToDouble(i -> sums.stepLoss(member, i)).toArray();
      rates[e] = progress.runs(e) ? rates[e] : 0;
    }
    return new EpochReport(epoch - 1, steps(epoch), progress.states().stream().map(MemberState::status).toList(),
        rates, losses, accuracies, evaluation.testAccuracies.clone(), stepLosses);
  }

  private void average(int member, int from, double[] losses, double[] accuracies) {
    int perEpoch = batches.stepsPerEpoch();
    double loss = 0;
    double correct = 0;
    int samples = 0;
    for (int i = unknown; i < perEpoch; i++) {
      loss += sums.stepLoss(member, from + i) * batches.samples(i);
      correct += sums.stepCorrect(member, from + i);
      samples += batches.samples(i);
    }
    losses[member] = perEpoch == 1 ? sums.stepLoss(member, from) : loss / samples;
    accuracies[member] = correct / samples;
  }

  /** The evaluation before epoch {@code epoch}, and the stop rule where the step does not have it. */
  private void takeEvaluation() {
    evaluation = evaluation();
    boolean stops = settings.stops() && !stopsInStep && epoch % settings.checkEvery() == 0;
    for (int e = 0; e < progress.members(); e++) {
      if (evaluatesTraining) {
        evaluation.losses[e] = training.loss(e);
        evaluation.accuracies[e] = training.accuracy(e);
      }
      if (test != null) {
        evaluation.testLosses[e] = test.loss(e);
        evaluation.testAccuracies[e] = test.accuracy(e);
      }
      if (stops && progress.runs(e) && training.loss(e) < settings.stopLoss()) {
        progress.end(e, Status.STOPPED, epoch, steps(epoch));
      }
    }
  }

  private Evaluation evaluation() {
    double[][] values = new double[4][progress.members()];
    for (double[] each : values) {
      Arrays.fill(each, Double.NaN);
    }
    return new Evaluation(values[0], values[1], values[2], values[3]);
  }

  private List<TrainingResult> results() {
    Status unended = epoch < settings.epochs() ? Status.INTERRUPTED : Status.FINISHED;
    List<TrainingResult> results = new ArrayList<>();
    for (int e = 0; e < progress.members(); e++) {
      // The last step has no loss after it that could show that it went wrong.
      if (progress.runs(e) && !Double.isFinite(training.loss(e))) {
        progress.end(e, Status.DIVERGED, epoch, steps(epoch) + taken);
      }
      MemberState state = progress.state(e);
      results.add(new TrainingResult(state.ended() ? state.status() : unended, state.ended() ? state.epochs() : epoch,
          state.ended() ? state.steps() : steps(epoch) + taken, training.loss(e), training.accuracy(e),
          test == null ? Double.NaN : test.loss(e), test == null ? Double.NaN : test.accuracy(e),
          progress.history(e)));
    }
    return results;
  }

  private double[] rates(int ofEpoch) {
    double[] rates = new double[progress.members()];
    for (int e = 0; e < rates.length; e++) {
      rates[e] = settings.schedule().rate(firstRates[e], ofEpoch);
    }
    return rates;
  }

  private long steps(int epochs) {
    return (long) epochs * batches.stepsPerEpoch();
  }
}
