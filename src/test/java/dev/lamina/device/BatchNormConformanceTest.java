package dev.lamina.device;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Batch normalisation. The bounds follow a two-pass mean and variance in the data's own type: the mean is within
 * {@code gamma_{n+2} mean|z|}, the variance within {@code gamma_{n+6}} of itself plus what the mean's error adds. A
 * mean of squares minus a squared mean would not stay within them where the mean is large.
 */
class BatchNormConformanceTest extends DeviceConformance {
  private static final int[][] SIZES = {{1, 2}, {2, 3}, {3, 7}, {7, 33}, {17, 129}, {65, 17}, {257, 131}};

  private final SplittableRandom random = new SplittableRandom(10);

  /** A batch norm's state on the host, d x 1 each. */
  private record State(Host gamma, Host beta, Host runningMean, Host runningVariance) {}

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void training(ElementType type) {
    for (int[] size : SIZES) {
      for (int members : MEMBERS) {
        Host z = Host.normal(random, size[0], size[1], members).map(value -> 1 + 2 * value).as(type);
        checkTraining(type, z, state(type, size[0], members), Host.scalar(BatchNorm.MOMENTUM), false);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void largeMeanDoesNotCancel(ElementType type) {
    Host noise = Host.normal(random, 7, 129, 5);
    double centre = type == ElementType.FLOAT32 ? 3e3 : 1e7;
    Host z = Host.make(7, 129, 5, (e, i, j) -> centre + noise.at(e, i, j)).as(type);
    checkTraining(type, z, state(type, 7, 5), Host.scalar(0.1), false);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void momentumOfEachMember(ElementType type) {
    Host z = Host.normal(random, 7, 17, 5).as(type);
    checkTraining(type, z, state(type, 7, 5), Host.scalar(0.1, 0, 1, 0.5, 0), true);
    checkTraining(type, z, state(type, 7, 5), Host.scalar(0.25), true);
  }

  @Test
  void constantRowsAreShiftedToBeta() {
    Host z = Host.make(3, 8, 5, (e, i, j) -> 2 * i + e);
    checkTraining(ElementType.FLOAT64, z, state(ElementType.FLOAT64, 3, 5), Host.scalar(0.1), false);
  }

  /** With momentum 0 the running averages keep their bits, whatever they are. */
  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void momentumZeroKeepsRunningAverages(ElementType type) {
    for (boolean resident : new boolean[] {false, true}) {
      Host z = Host.normal(random, 17, 33, 5).as(type);
      State state = state(type, 17, 5);
      BatchNorm norm = place(type, state);
      Scalar momentum = resident ? Scalar.at(memory.input(type, Host.scalar(0, 0, 0, 0, 0))) : Scalar.ZERO;
      device.batchNormTraining(norm, memory.input(type, z), momentum, memory.target(type, 17, 33, 5));
      Check.same("running mean", state.runningMean, memory.read(norm.runningMean()));
      Check.same("running variance", state.runningVariance, memory.read(norm.runningVariance()));
    }
  }

  private void checkTraining(ElementType type, Host z, State state, Host momentum, boolean resident) {
    BatchNorm norm = place(type, state);
    Matrix y = memory.target(type, z.rows(), z.columns(), z.members());
    Scalar factor = resident ? Scalar.at(memory.input(type, momentum)) : Scalar.of(momentum.at(0, 0, 0));
    device.batchNormTraining(norm, memory.input(type, z), factor, y);

    int n = z.columns();
    double unit = Rounding.unit(type);
    String what = "batch norm " + type + " of " + z.rows() + " x " + n;
    NetworkReference.Statistics batch = NetworkReference.statistics(z);
    Host magnitude = NetworkReference.statistics(z.abs()).mean();
    Host.Entry meanError = (e, i, j) -> Rounding.gamma(type, n + 2) * magnitude.at(e, i, 0);
    // (z - mean)^2 moves by 2 |z - mean| and the mean's error squared; the first cancels in the sum but for rounding.
    Host.Entry varianceError = (e, i, j) -> Rounding.gamma(type, n + 8) * batch.variance().at(e, i, 0)
        + 2 * square(meanError.at(e, i, 0))
        + 8 * unit * magnitude.at(e, i, 0) * Math.sqrt(batch.variance().at(e, i, 0));
    Host.Entry inverseError = (e, i, j) -> batch.inverseDeviation().at(e, i, 0)
        * (4 * unit + varianceError.at(e, i, 0) / (batch.variance().at(e, i, 0) + BatchNorm.EPSILON));
    Check.close(what + ": mean", batch.mean(), meanError, memory.read(norm.mean()));
    Check.close(what + ": inverse deviation", batch.inverseDeviation(), inverseError,
        memory.read(norm.inverseDeviation()));
    Host expected =
        NetworkReference.normalise(z, state.gamma, state.beta, batch.mean(), batch.inverseDeviation());
    Check.close(what + ": y", expected, (e, i, j) -> {
      double centred = Math.abs(z.at(e, i, j) - batch.mean().at(e, i, 0));
      double centredError = meanError.at(e, i, 0) + unit * (centred + Math.abs(z.at(e, i, j)));
      double inverse = batch.inverseDeviation().at(e, i, 0);
      double scaled = Math.abs(state.gamma.at(e, i, 0)) * (centredError * (inverse + inverseError.at(e, i, 0))
          + centred * inverseError.at(e, i, 0) + 6 * unit * centred * inverse);
      return scaled + 4 * unit * (Math.abs(state.beta.at(e, i, 0)) + Math.abs(expected.at(e, i, j)));
    }, memory.read(y));
    double unbiased = n / (n - 1.0);
    checkRunning(type, what + ": running mean", state.runningMean, momentum, batch.mean(), meanError,
        memory.read(norm.runningMean()));
    checkRunning(type, what + ": running variance", state.runningVariance, momentum,
        batch.variance().map(v -> v * unbiased), (e, i, j) -> unbiased * varianceError.at(e, i, j),
        memory.read(norm.runningVariance()));
  }

  private static void checkRunning(ElementType type, String what, Host before, Host momentum, Host batch,
      Host.Entry batchError, Host actual) {
    double unit = Rounding.unit(type);
    Host expected = Host.make(before.rows(), 1, before.members(), (e, i, j) ->
        (1 - momentum.at(e, 0, 0)) * before.at(e, i, 0) + momentum.at(e, 0, 0) * batch.at(e, i, 0));
    Check.close(what, expected, (e, i, j) -> momentum.at(e, 0, 0) * batchError.at(e, i, 0)
        + 6 * unit * (Math.abs(before.at(e, i, 0)) + Math.abs(batch.at(e, i, 0))), actual);
  }

  private static double square(double value) {
    return value * value;
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void inference(ElementType type) {
    double unit = Rounding.unit(type);
    for (int[] size : SIZES) {
      for (int members : MEMBERS) {
        Host z = Host.normal(random, size[0], size[1], members).as(type);
        State state = state(type, size[0], members);
        Host inverse = state.runningVariance.map(v -> 1 / Math.sqrt(v + BatchNorm.EPSILON));
        Host expected = NetworkReference.normalise(z, state.gamma, state.beta, state.runningMean, inverse);
        // gamma inverse (z - mean) + beta, or with gamma inverse mean taken to beta.
        Host.Entry bound = (e, i, j) -> 8 * unit * (Math.abs(state.beta.at(e, i, 0))
            + Math.abs(state.gamma.at(e, i, 0)) * inverse.at(e, i, 0)
            * (Math.abs(z.at(e, i, j)) + Math.abs(state.runningMean.at(e, i, 0))));
        BatchNorm norm = place(type, state);
        Matrix y = memory.target(type, size[0], size[1], members);
        device.batchNormInference(norm, memory.input(type, z), y);
        String what = "batch norm inference " + type + " of " + size[0] + " x " + size[1];
        Check.close(what, expected, bound, memory.read(y));
        Check.same("running mean", state.runningMean, memory.read(norm.runningMean()));

        Matrix inPlace = memory.target(type, z);
        device.batchNormInference(norm, inPlace, inPlace);
        Check.same(what + " in place", memory.read(y), memory.read(inPlace));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void backwardByTheFormula(ElementType type) {
    for (int[] size : SIZES) {
      for (int members : MEMBERS) {
        Host z = Host.normal(random, size[0], size[1], members).map(value -> 1 + 2 * value).as(type);
        checkBackward(type, z, Host.normal(random, size[0], size[1], members).as(type));
      }
    }
  }

  /** Given exactly the statistics that the forward pass kept: {@code gamma s (delta - (dBeta + xhat dGamma) / n)}. */
  private void checkBackward(ElementType type, Host z, Host delta) {
    int d = z.rows();
    int n = z.columns();
    State state = state(type, d, z.members());
    NetworkReference.Statistics exact = NetworkReference.statistics(z);
    Host mean = exact.mean().as(type);
    Host inverse = exact.inverseDeviation().as(type);
    Host ones = Host.filled(d, 1, 1, 1);
    Host zeros = Host.filled(d, 1, 1, 0);
    Host normalised = NetworkReference.normalise(z, ones, zeros, mean, inverse);
    Host betaGradient = rowSums(delta, null);
    Host gammaGradient = rowSums(delta, normalised);
    Host betaMagnitude = rowSums(delta.abs(), null);
    Host xMagnitude = Host.make(d, n, z.members(), (e, i, j) ->
        (Math.abs(z.at(e, i, j)) + Math.abs(mean.at(e, i, 0))) * inverse.at(e, i, 0));
    Host gammaMagnitude = rowSums(delta.abs(), xMagnitude);

    Matrix target = memory.target(type, delta);
    Matrix gammaTarget = memory.target(type, d, 1, z.members());
    Matrix betaTarget = memory.target(type, d, 1, z.members());
    BatchNorm norm = new BatchNorm(memory.input(type, state.gamma), memory.input(type, state.beta),
        memory.input(type, state.runningMean), memory.input(type, state.runningVariance), memory.input(type, mean),
        memory.input(type, inverse));
    device.batchNormBackward(norm, memory.input(type, z), target, gammaTarget, betaTarget);

    String what = "batch norm backward " + type + " of " + d + " x " + n;
    double gamma = Rounding.gamma(type, n + 8);
    Check.close(what + ": beta", betaGradient, (e, i, j) -> gamma * betaMagnitude.at(e, i, 0),
        memory.read(betaTarget));
    Check.close(what + ": gamma", gammaGradient, (e, i, j) -> gamma * gammaMagnitude.at(e, i, 0),
        memory.read(gammaTarget));
    Host expected = Host.make(d, n, z.members(), (e, i, j) -> state.gamma.at(e, i, 0) * inverse.at(e, i, 0)
        * (delta.at(e, i, j) - (betaGradient.at(e, i, 0) + normalised.at(e, i, j) * gammaGradient.at(e, i, 0)) / n));
    Check.close(what + ": delta", expected, (e, i, j) ->
        2 * gamma * Math.abs(state.gamma.at(e, i, 0)) * inverse.at(e, i, 0) * (Math.abs(delta.at(e, i, j))
            + (betaMagnitude.at(e, i, 0) + xMagnitude.at(e, i, j) * gammaMagnitude.at(e, i, 0)) / n),
        memory.read(target));
  }

  /** Sums over the columns of {@code delta}, times {@code factor} where there is one. */
  private static Host rowSums(Host delta, Host factor) {
    return Host.make(delta.rows(), 1, delta.members(), (e, i, column) -> {
      double sum = 0;
      for (int j = 0; j < delta.columns(); j++) {
        sum += delta.at(e, i, j) * (factor == null ? 1 : factor.at(e, i, j));
      }
      return sum;
    });
  }

  @Test
  void backwardIsTheDerivativeOfForward() {
    ElementType type = ElementType.FLOAT64;
    Host z = Host.normal(random, 3, 7, 5);
    Host c = Host.normal(random, 3, 7, 5);
    State state = state(type, 3, 5);
    BatchNorm norm = place(type, state);
    Matrix placed = memory.input(type, z);
    device.batchNormTraining(norm, placed, Scalar.of(0.1), memory.target(type, 3, 7, 5));
    Matrix delta = memory.target(type, c);
    Matrix gammaGradient = memory.target(type, 3, 1, 5);
    Matrix betaGradient = memory.target(type, 3, 1, 5);
    device.batchNormBackward(norm, placed, delta, gammaGradient, betaGradient);

    double bound = 100 * Differences.BOUND;
    Check.close("delta against differences", Differences.gradient(z, x -> weighted(c, x, state.gamma, state.beta)),
        bound, memory.read(delta));
    Check.close("gamma against differences", Differences.gradient(state.gamma, g -> weighted(c, z, g, state.beta)),
        bound, memory.read(gammaGradient));
    Check.close("beta against differences", Differences.gradient(state.beta, b -> weighted(c, z, state.gamma, b)),
        bound, memory.read(betaGradient));
  }

  /** {@code sum c y}, whose gradient for y is c. */
  private static double weighted(Host c, Host z, Host gamma, Host beta) {
    NetworkReference.Statistics batch = NetworkReference.statistics(z);
    Host y = NetworkReference.normalise(z, gamma, beta, batch.mean(), batch.inverseDeviation());
    double sum = 0;
    for (int i = 0; i < y.values().length; i++) {
      sum += c.values()[i] * y.values()[i];
    }
    return sum;
  }

  private State state(ElementType type, int d, int members) {
    return new State(Host.normal(random, d, 1, members).map(g -> 1 + g / 4).as(type),
        Host.normal(random, d, 1, members).as(type), Host.normal(random, d, 1, members).as(type),
        Host.normal(random, d, 1, members).map(v -> 0.5 + v * v).as(type));
  }

  private BatchNorm place(ElementType type, State state) {
    int d = state.gamma.rows();
    int members = state.gamma.members();
    return new BatchNorm(memory.input(type, state.gamma), memory.input(type, state.beta),
        memory.target(type, state.runningMean), memory.target(type, state.runningVariance),
        memory.target(type, d, 1, members), memory.target(type, d, 1, members));
  }
}
