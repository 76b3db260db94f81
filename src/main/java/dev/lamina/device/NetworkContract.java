package dev.lamina.device;

/**
 * What the operations on networks of {@link Device} require of their operands.
 *
 * <p>A device calls the method with an operation's name before it does anything for that operation. Operands that do
 * not fit throw {@link IllegalArgumentException} with the shapes.
 */
public final class NetworkContract {

  private NetworkContract() {}

  public static void addBias(Matrix bias, Matrix z) {
    Shapes.requireSameType(z, bias);
    Shapes.requireWritable("z", z);
    Shapes.require("the bias", bias, z.rows(), 1, z);
  }

  public static void sumColumns(Scalar alpha, Matrix source, Scalar beta, Matrix target) {
    Shapes.requireSameType(target, source);
    Shapes.requireWritable("the target", target);
    Shapes.requireMembers("the source", source, target);
    if (target.rows() != source.rows() || target.columns() != 1) {
      throw new IllegalArgumentException("the sum of the columns of " + source.shape() + " does not fit "
          + target.shape());
    }
    Shapes.requireScalar(alpha, target.type(), target);
    Shapes.requireScalar(beta, target.type(), target);
  }

  public static void activate(Matrix z, Matrix h) {
    Shapes.requireSameType(h, z);
    Shapes.requireWritable("h", h);
    Shapes.require("z", z, h.rows(), h.columns(), h);
  }

  /** Of {@code z} and {@code h}, only the one that the derivative is found from must fit. */
  public static void activateBackward(Activation activation, Matrix z, Matrix h, Matrix delta) {
    Matrix source = activation.derivativeNeedsArgument() ? z : h;
    Shapes.requireSameType(delta, source);
    Shapes.requireWritable("delta", delta);
    Shapes.require("the activation", source, delta.rows(), delta.columns(), delta);
  }

  public static void batchNormTraining(BatchNorm norm, Matrix z, Scalar momentum, Matrix y) {
    requireNormalisation(norm, z, y);
    Shapes.requireOwn("the running mean", norm.runningMean(), y);
    Shapes.requireOwn("the running variance", norm.runningVariance(), y);
    Shapes.requireOwn("the batch mean", norm.mean(), y);
    Shapes.requireOwn("the inverse deviation", norm.inverseDeviation(), y);
    Shapes.requireScalar(momentum, y.type(), y);
  }

  public static void batchNormInference(BatchNorm norm, Matrix z, Matrix y) {
    requireNormalisation(norm, z, y);
  }

  private static void requireNormalisation(BatchNorm norm, Matrix z, Matrix y) {
    Shapes.requireSameType(y, z);
    Shapes.requireWritable("y", y);
    Shapes.require("z", z, y.rows(), y.columns(), y);
    requireVectors(norm, y);
  }

  public static void batchNormBackward(
      BatchNorm norm, Matrix z, Matrix delta, Matrix gammaGradient, Matrix betaGradient) {
    Shapes.requireSameType(delta, z, gammaGradient, betaGradient);
    Shapes.requireWritable("delta", delta);
    Shapes.require("z", z, delta.rows(), delta.columns(), delta);
    Shapes.require("the gradient of gamma", gammaGradient, delta.rows(), 1, delta);
    Shapes.require("the gradient of beta", betaGradient, delta.rows(), 1, delta);
    Shapes.requireOwn("the gradient of gamma", gammaGradient, delta);
    Shapes.requireOwn("the gradient of beta", betaGradient, delta);
    requireVectors(norm, delta);
  }

  private static void requireVectors(BatchNorm norm, Matrix y) {
    requireVector("gamma", norm.gamma(), y);
    requireVector("beta", norm.beta(), y);
    requireVector("the running mean", norm.runningMean(), y);
    requireVector("the running variance", norm.runningVariance(), y);
    requireVector("the batch mean", norm.mean(), y);
    requireVector("the inverse deviation", norm.inverseDeviation(), y);
  }

  private static void requireVector(String name, Matrix matrix, Matrix y) {
    Shapes.requireSameType(y, matrix);
    Shapes.require(name, matrix, y.rows(), 1, y);
  }

  /** @param delta null if only the loss is wanted */
  public static void loss(
      Matrix output, Matrix labels, Scalar gradientScale, Matrix delta, Matrix sums, Matrix position) {
    Shapes.requireFloating("the output", output);
    Shapes.requireType("the labels", labels, ElementType.INT32);
    Shapes.requireType("the sums", sums, ElementType.FLOAT64);
    Shapes.requireType("the position", position, ElementType.INT32);
    Shapes.requireWritable("the sums", sums);
    Shapes.require("the labels", labels, 1, output.columns(), sums);
    Shapes.requireMembers("the output", output, sums);
    Shapes.require("the position", position, 1, 1, sums);
    if (sums.rows() != 2) {
      throw new IllegalArgumentException("the sums must have 2 rows, not " + sums.shape());
    }
    if (delta != null) {
      Shapes.requireSameType(output, delta);
      Shapes.requireWritable("delta", delta);
      Shapes.require("delta", delta, output.rows(), output.columns(), sums);
      Shapes.requireAllMembers("delta", delta, sums);
    }
    Shapes.requireScalar(gradientScale, output.type(), sums);
  }

  /** @param velocity null for no momentum */
  public static void sgd(SgdRule rule, Scalar rate, Matrix gradient, Matrix velocity, Matrix weights) {
    Shapes.requireSameType(weights, gradient);
    Shapes.requireWritable("the weights", weights);
    Shapes.require("the gradient", gradient, weights.rows(), weights.columns(), weights);
    if (velocity != null) {
      requireVelocity(velocity, weights);
    } else if (rule.momentum() != 0) {
      throw new IllegalArgumentException("momentum " + rule.momentum() + " needs a velocity");
    }
    Shapes.requireScalar(rate, weights.type(), weights);
  }

  public static void applyVelocity(SgdRule rule, Scalar rate, Matrix velocity, Matrix weights) {
    if (rule.nesterov()) {
      throw new IllegalArgumentException("Nesterov's rule needs the gradient by itself");
    }
    Shapes.requireWritable("the weights", weights);
    requireVelocity(velocity, weights);
    Shapes.requireScalar(rate, weights.type(), weights);
  }

  private static void requireVelocity(Matrix velocity, Matrix weights) {
    Shapes.requireSameType(weights, velocity);
    Shapes.requireWritable("the velocity", velocity);
    Shapes.require("the velocity", velocity, weights.rows(), weights.columns(), weights);
    Shapes.requireAllMembers("the velocity", velocity, weights);
  }

  public static void gather(Matrix source, Matrix index, Matrix position, Matrix target) {
    Shapes.requireType("the index", index, ElementType.INT32);
    Shapes.requireType("the position", position, ElementType.INT32);
    Shapes.requireType("the target", target, source.type());
    Shapes.requireWritable("the target", target);
    Shapes.requireMembers("the source", source, target);
    Shapes.require("the index", index, 1, source.columns(), target);
    Shapes.require("the position", position, 1, 1, target);
    if (source.rows() != target.rows()) {
      throw new IllegalArgumentException("columns of " + source.shape() + " do not fit " + target.shape());
    }
  }

  /** @param keep null where there is none */
  public static void stopBelow(int every, Matrix sums, Matrix position, Matrix rate, Matrix keep, Matrix delta) {
    Shapes.requireType("the sums", sums, ElementType.FLOAT64);
    Shapes.requireMembers("the sums", sums, delta);
    Shapes.requireType("the position", position, ElementType.INT32);
    Shapes.require("the position", position, 1, 1, delta);
    Shapes.requireSameType(rate, delta);
    Shapes.requireWritable("delta", delta);
    Shapes.require("the rate", rate, 1, 1, delta);
    Shapes.requireOwn("the rate", rate, delta);
    if (keep != null) {
      Shapes.requireSameType(rate, keep);
      Shapes.require("the keep factor", keep, 1, 1, delta);
      Shapes.requireOwn("the keep factor", keep, delta);
    }
    if (sums.rows() != 2) {
      throw new IllegalArgumentException("the sums must have 2 rows, not " + sums.shape());
    }
    if (every < 1) {
      throw new IllegalArgumentException("losses are looked at every step or less often, not every " + every);
    }
  }

  public static void advance(Matrix counter, int modulus) {
    Shapes.requireType("the counter", counter, ElementType.INT32);
    Shapes.requireWritable("the counter", counter);
    if (counter.size() != 1 || modulus < 1) {
      throw new IllegalArgumentException("a counter is 1 x 1 with a modulus of at least 1, not " + counter.shape()
          + " with " + modulus);
    }
  }
}
