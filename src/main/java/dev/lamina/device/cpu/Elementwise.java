package dev.lamina.device.cpu;

import dev.lamina.device.Activation;
import dev.lamina.device.ElementType;
import dev.lamina.device.Matrix;
import dev.lamina.device.Scalar;
import dev.lamina.device.SgdRule;

/** Activations and optimiser updates: one pass over tiles, in the matrix's own precision. */
final class Elementwise {

  private Elementwise() {}

  /** A function of two tiles of one precision, the first of which is replaced. */
  @FunctionalInterface
  private interface FloatTile {
    void apply(float[] a, float[] b, int count);
  }

  /** The same in float64. */
  @FunctionalInterface
  private interface DoubleTile {
    void apply(double[] a, double[] b, int count);
  }

  static Phase activate(int threads, Activation activation, Matrix z, Matrix h) {
    Values[] zs = Values.of(z.broadcast(h.members()));
    Values[] hs = Values.of(h);
    Phi phi = Phi.of(activation);
    if (h.type() == ElementType.FLOAT32) {
      return Phase.split(h.members(), threads, h.size(), 1, (member, from, to, scratch) -> {
        for (long at = from; at < to; at += Scratch.TILE) {
          int count = (int) Math.min(Scratch.TILE, to - at);
          ((Values.Floats) zs[member]).get(at, scratch.floatsA, 0, count);
          phi.value(scratch.floatsA, count);
          ((Values.Floats) hs[member]).put(at, scratch.floatsA, 0, count);
        }
      });
    }
    return Phase.split(h.members(), threads, h.size(), 1, (member, from, to, scratch) -> {
      double[] tile = scratch.doubles(0, Scratch.TILE);
      for (long at = from; at < to; at += Scratch.TILE) {
        int count = (int) Math.min(Scratch.TILE, to - at);
        zs[member].get(at, tile, count);
        phi.value(tile, count);
        hs[member].put(at, tile, count);
      }
    });
  }

  static Phase activateBackward(int threads, Activation activation, Matrix z, Matrix h, Matrix delta) {
    Matrix source = activation.derivativeNeedsArgument() ? z : h;
    Values[] sources = Values.of(source.broadcast(delta.members()));
    Values[] deltas = Values.of(delta);
    Phi phi = Phi.of(activation);
    if (delta.type() == ElementType.FLOAT32) {
      FloatTile backward = phi::backward;
      return Phase.split(delta.members(), threads, delta.size(), 1, (member, from, to, scratch) ->
          floatPairs(from, to, deltas[member], sources[member], scratch, backward, false));
    }
    DoubleTile backward = phi::backward;
    return Phase.split(delta.members(), threads, delta.size(), 1, (member, from, to, scratch) ->
        doublePairs(from, to, deltas[member], sources[member], scratch, backward, false));
  }

  /** {@code v += decay w; w -= rate v}. */
  static Phase applyVelocity(int threads, SgdRule rule, Scalar rate, Matrix velocity, Matrix weights) {
    Values[] vs = Values.of(velocity);
    Values[] ws = Values.of(weights);
    Factor rates = Factor.of(rate, weights);
    double decay = rule.weightDecay();
    return Phase.split(weights.members(), threads, weights.size(), 1, (member, from, to, scratch) -> {
      double eta = rates.of(member);
      if (weights.type() == ElementType.FLOAT32) {
        float lambda = (float) decay;
        float step = (float) eta;
        floatPairs(from, to, ws[member], vs[member], scratch, (w, v, count) -> {
          for (int i = 0; i < count; i++) {
            v[i] += lambda * w[i];
            w[i] -= step * v[i];
          }
        }, true);
      } else {
        doublePairs(from, to, ws[member], vs[member], scratch, (w, v, count) -> {
          for (int i = 0; i < count; i++) {
            v[i] += decay * w[i];
            w[i] -= eta * v[i];
          }
        }, true);
      }
    });
  }

  /** The general step; gradients that a product cannot fold away are small or rare, so float64 serves both types. */
  static Phase sgd(int threads, SgdRule rule, Scalar rate, Matrix gradient, Matrix velocity, Matrix weights) {
    double mu = rule.momentum();
    Values[] gs = Values.of(gradient.broadcast(weights.members()));
    Values[] vs = velocity == null ? null : Values.of(velocity);
    Values[] ws = Values.of(weights);
    Factor rates = Factor.of(rate, weights);
    double decay = rule.weightDecay();
    return Phase.split(weights.members(), threads, weights.size(), 2, (member, from, to, scratch) -> {
      double eta = rates.of(member);
      double[] w = scratch.doubles(0, Scratch.TILE);
      double[] g = scratch.doubles(1, Scratch.TILE);
      double[] v = scratch.doubles(2, Scratch.TILE);
      for (long at = from; at < to; at += Scratch.TILE) {
        int count = (int) Math.min(Scratch.TILE, to - at);
        ws[member].get(at, w, count);
        gs[member].get(at, g, count);
        for (int i = 0; i < count; i++) {
          g[i] += decay * w[i];
        }
        if (vs == null) {
          for (int i = 0; i < count; i++) {
            w[i] -= eta * g[i];
          }
        } else {
          vs[member].get(at, v, count);
          for (int i = 0; i < count; i++) {
            v[i] = mu * v[i] + g[i];
            w[i] -= eta * (rule.nesterov() ? g[i] + mu * v[i] : v[i]);
          }
          vs[member].put(at, v, count);
        }
        ws[member].put(at, w, count);
      }
    });
  }

  private static void floatPairs(
      long from, long to, Values a, Values b, Scratch scratch, FloatTile f, boolean writesB) {
    for (long at = from; at < to; at += Scratch.TILE) {
      int count = (int) Math.min(Scratch.TILE, to - at);
      ((Values.Floats) a).get(at, scratch.floatsA, 0, count);
      ((Values.Floats) b).get(at, scratch.floatsB, 0, count);
      f.apply(scratch.floatsA, scratch.floatsB, count);
      ((Values.Floats) a).put(at, scratch.floatsA, 0, count);
      if (writesB) {
        ((Values.Floats) b).put(at, scratch.floatsB, 0, count);
      }
    }
  }

  private static void doublePairs(
      long from, long to, Values a, Values b, Scratch scratch, DoubleTile f, boolean writesB) {
    double[] tileA = scratch.doubles(0, Scratch.TILE);
    double[] tileB = scratch.doubles(1, Scratch.TILE);
    for (long at = from; at < to; at += Scratch.TILE) {
      int count = (int) Math.min(Scratch.TILE, to - at);
      a.get(at, tileA, count);
      b.get(at, tileB, count);
      f.apply(tileA, tileB, count);
      a.put(at, tileA, count);
      if (writesB) {
        b.put(at, tileB, count);
      }
    }
  }
}
