package dev.lamina.training;

import java.util.ArrayList;
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
  /** What the epoch at hand began with. */
  private Evaluated onTraining;
  private Evaluated onTest;
  private int epoch;
  /** Steps of the epoch that have been taken, and those of them whose losses are not known: a checkpoint keeps none. */
  private int taken;
  private int unknown;
  private int pending;

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
    onTraining = Evaluated.none(progress.members());
    onTest = Evaluated.none(progress.members());
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
    Evaluated steps = Evaluated.none(progress.members());
    for (int finished = first; finished < epoch; finished++) {
      for (int e = 0; e < progress.members(); e++) {
        int from = (finished - first) * perEpoch;
        end(e, finished, from);
        average(e, from, steps);
      }
      addToHistory(finished, evaluatesTraining ? onTraining : steps);
      unknown = 0;
    }
    EpochReport report = report(steps);
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

  private void addToHistory(int finished, Evaluated began) {
    // What an epoch began with that goes on from a checkpoint is not known any more.
    if (!isRecorded(finished) || unknown > 0) {
      return;
    }
    double[] rates = rates(finished);
    for (int e = 0; e < progress.members(); e++) {
      MemberState state = progress.state(e);
      if (!state.ended() || finished < state.epochs()) {
        progress.add(e, new HistoryEntry(finished, steps(finished), rates[e], began.losses()[e],
            began.accuracies()[e], onTest.losses()[e], onTest.accuracies()[e]));
      }
    }
  }

  private boolean isRecorded(int ofEpoch) {
    return ofEpoch % settings.checkEvery() == 0 || ofEpoch == settings.epochs() - 1;
  }

  /** @param steps of the last epoch that has finished */
  private EpochReport report(Evaluated steps) {
    double[] rates = rates(epoch - 1);
    double[][] stepLosses = new double[progress.members()][];
    for (int e = 0; e < stepLosses.length; e++) {
      int member = e;
      stepLosses[e] = IntStream.range(0, pending).mapToDouble(i -> sums.stepLoss(member, i)).toArray();
      rates[e] = progress.runs(e) ? rates[e] : 0;
    }
    return new EpochReport(epoch - 1, steps(epoch), progress.states().stream().map(MemberState::status).toList(),
        rates, steps.losses(), steps.accuracies(), onTest.accuracies().clone(), stepLosses);
  }

  private void average(int member, int from, Evaluated steps) {
    int perEpoch = batches.stepsPerEpoch();
    double loss = 0;
    double correct = 0;
    int samples = 0;
    for (int i = unknown; i < perEpoch; i++) {
      loss += sums.stepLoss(member, from + i) * batches.samples(i);
      correct += sums.stepCorrect(member, from + i);
      samples += batches.samples(i);
    }
    steps.losses()[member] = perEpoch == 1 ? sums.stepLoss(member, from) : loss / samples;
    steps.accuracies()[member] = correct / samples;
  }

  /** The evaluation before epoch {@code epoch}, and the stop rule where the step does not have it. */
  private void takeEvaluation() {
    onTraining = Evaluated.by(evaluatesTraining ? training : null, progress.members());
    onTest = Evaluated.by(test, progress.members());
    boolean stops = settings.stops() && !stopsInStep && epoch % settings.checkEvery() == 0;
    for (int e = 0; e < progress.members() && stops; e++) {
      if (progress.runs(e) && training.loss(e) < settings.stopLoss()) {
        progress.end(e, Status.STOPPED, epoch, steps(epoch));
      }
    }
  }

  private List<TrainingResult> results() {
    Status unended = epoch < settings.epochs() ? Status.INTERRUPTED : Status.FINISHED;
    Evaluated trained = Evaluated.by(training, progress.members());
    Evaluated tested = Evaluated.by(test, progress.members());
    List<TrainingResult> results = new ArrayList<>();
    for (int e = 0; e < progress.members(); e++) {
      // The last step has no loss after it that could show that it went wrong.
      if (progress.runs(e) && !Double.isFinite(trained.losses()[e])) {
        progress.end(e, Status.DIVERGED, epoch, steps(epoch) + taken);
      }
      MemberState state = progress.state(e);
      results.add(new TrainingResult(state.ended() ? state.status() : unended, state.ended() ? state.epochs() : epoch,
          state.ended() ? state.steps() : steps(epoch) + taken, trained.losses()[e], trained.accuracies()[e],
          tested.losses()[e], tested.accuracies()[e], progress.history(e)));
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
