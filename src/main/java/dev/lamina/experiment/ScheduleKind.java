package dev.lamina.experiment;

import dev.lamina.training.Schedule;

/** How the learning rate moves from epoch to epoch, {@code training.schedule}. */
enum ScheduleKind {
  CONSTANT {
    @Override
    Schedule of(ExperimentConfig config) {
      return new Schedule.Constant();
    }
  },
  COSINE {
    @Override
    Schedule of(ExperimentConfig config) {
      return new Schedule.Cosine(Math.max(1, config.epochs() - config.warmUp()), config.etaMin());
    }
  },
  STEP {
    @Override
    Schedule of(ExperimentConfig config) {
      return new Schedule.Step(config.stepEvery(), config.stepFactor());
    }
  };

  /** The schedule that a configuration describes, but for its warm-up. */
  abstract Schedule of(ExperimentConfig config);
}
