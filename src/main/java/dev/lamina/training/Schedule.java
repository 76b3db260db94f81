package dev.lamina.training;

import java.util.Objects;

/** The learning rate of each epoch, from the learning rate eta of the settings. */
public sealed interface Schedule {

  /** The rate of epoch {@code epoch}, counted from 0, where eta is {@code base}. */
  double rate(double base, int epoch);

  /** Always eta. */
  record Constant() implements Schedule {
    @Override
    public double rate(double base, int epoch) {
      return base;
    }
  }

  /**
   * {@code etaMin + (eta - etaMin)(1 + cos(pi e / period)) / 2} with {@code e} the epoch modulo the period: Loshchilov
   * and Hutter's annealing with warm restarts (ICLR 2017), as PyTorch's {@code CosineAnnealingWarmRestarts} with
   * {@code T_0 = period} stepped once an epoch.
   *
   * @param period epochs until the rate is back at eta
   * @param etaMin what the rate falls towards
   */
  record Cosine(int period, double etaMin) implements Schedule {
    public Cosine {
      requirePositive("the period of the cosine schedule", period);
      if (!(etaMin >= 0) || Double.isInfinite(etaMin)) {
        throw new IllegalArgumentException("the least learning rate must be at least 0 and finite, not " + etaMin);
      }
    }

    @Override
    public double rate(double base, int epoch) {
      return etaMin + (base - etaMin) * (1 + Math.cos(Math.PI * (epoch % period) / period)) / 2;
    }
  }

  /**
   * A {@link Cosine} that falls towards {@code eta / fall}, whatever eta is.
   *
   * @param period epochs until the rate is back at eta
   * @param fall how many times less the least rate is, at least 1
   */
  record CosineFall(int period, double fall) implements Schedule {
    public CosineFall {
      requirePositive("the period of the cosine schedule", period);
      if (!(fall >= 1) || Double.isInfinite(fall)) {
        throw new IllegalArgumentException("the fall of the learning rate must be at least 1 and finite, not " + fall);
      }
    }

    @Override
    public double rate(double base, int epoch) {
      return new Cosine(period, base / fall).rate(base, epoch);
    }
  }

  /**
   * {@code eta * factor^floor(e / every)}.
   *
   * @param every epochs between two changes
   * @param factor what the rate is multiplied by
   */
  record Step(int every, double factor) implements Schedule {
    public Step {
      requirePositive("the number of epochs between two steps of the schedule", every);
      if (!(factor > 0) || Double.isInfinite(factor)) {
        throw new IllegalArgumentException(
            "the factor of the step schedule must be positive and finite, not " + factor);
      }
    }

    @Override
    public double rate(double base, int epoch) {
      return base * Math.pow(factor, epoch / every);
    }
  }

  /**
   * A linear rise in front of another schedule: {@code (e + 1) / (epochs + 1)} of its first rate in the first
   * {@code epochs} epochs (Goyal et al. 2017), and then that schedule from its beginning.
   *
   * @param epochs epochs of the rise
   * @param next what follows
   */
  record WarmUp(int epochs, Schedule next) implements Schedule {
    public WarmUp {
      requirePositive("the number of warm-up epochs", epochs);
      Objects.requireNonNull(next, "next");
    }

    @Override
    public double rate(double base, int epoch) {
      return epoch < epochs ? next.rate(base, 0) * (epoch + 1) / (epochs + 1) : next.rate(base, epoch - epochs);
    }
  }

  private static void requirePositive(String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(what + " must be at least 1, not " + value);
    }
  }
}
