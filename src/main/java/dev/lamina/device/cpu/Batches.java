package dev.lamina.device.cpu;

import dev.lamina.device.ElementType;
import dev.lamina.device.Matrix;
import dev.lamina.device.Scalar;
import java.util.Arrays;

/** Mini-batches, counters, and sums and shifts by column. */
final class Batches {

  private Batches() {}

  static Phase gather(int threads, Matrix source, Matrix index, Matrix position, Matrix target) {
    int rows = target.rows();
    int n = target.columns();
    Integers[] indices = Integers.of(index.broadcast(target.members()));
    Integers[] positions = Integers.of(position.broadcast(target.members()));
    Columns columns = columns(source, target, rows);
    return Phase.split(target.members(), threads, n, rows, (member, from, to, scratch) -> {
      int start = positions[member].get(0) * n;
      for (int j = (int) from; j < to; j++) {
        columns.copy(member, indices[member].get(start + j), j, scratch);
      }
    });
  }

  /** Copies one column of a member. */
  @FunctionalInterface
  private interface Columns {
    void copy(int member, int from, int to, Scratch scratch);
  }

  private static Columns columns(Matrix source, Matrix target, int rows) {
    if (target.type() == ElementType.INT32) {
      Integers[] sources = Integers.of(source.broadcast(target.members()));
      Integers[] targets = Integers.of(target);
      return (member, from, to, scratch) -> {
        for (int i = 0; i < rows; i++) {
          targets[member].put(to * rows + i, sources[member].get(from * rows + i));
        }
      };
    }
    Values[] sources = Values.of(source.broadcast(target.members()));
    Values[] targets = Values.of(target);
    // Float64 holds every float32, so the way there and back changes nothing.
    return (member, from, to, scratch) -> {
      double[] column = scratch.doubles(0, rows);
      sources[member].get((long) from * rows, column, rows);
      targets[member].put((long) to * rows, column, rows);
    };
  }

  static Phase advance(Matrix counter, int modulus) {
    Integers[] counters = Integers.of(counter);
    return Phase.each(counter.members(), (member, scratch) ->
        counters[member].put(0, (counters[member].get(0) + 1) % modulus));
  }

  static Phase addBias(int threads, Matrix bias, Matrix z) {
    Values[] biases = Values.of(bias.broadcast(z.members()));
    Values[] zs = Values.of(z);
    int rows = z.rows();
    return Phase.split(z.members(), threads, z.columns(), rows, (member, from, to, scratch) -> {
      double[] b = scratch.doubles(0, rows);
      double[] column = scratch.doubles(1, rows);
      biases[member].get(0, b, rows);
      for (long j = from; j < to; j++) {
        zs[member].get(j * rows, column, rows);
        for (int i = 0; i < rows; i++) {
          column[i] += b[i];
        }
        zs[member].put(j * rows, column, rows);
      }
    });
  }

  /** A task owns a range of rows, so that its sums run over the columns in order whatever the number of workers. */
  static Phase sumColumns(int threads, Scalar alpha, Matrix source, Scalar beta, Matrix target) {
    Values[] sources = Values.of(source.broadcast(target.members()));
    Values[] targets = Values.of(target);
    Factor alphas = Factor.of(alpha, target);
    Factor betas = Factor.of(beta, target);
    int rows = source.rows();
    return Phase.split(target.members(), threads, rows, source.columns(), (member, from, to, scratch) -> {
      int count = (int) (to - from);
      double[] sum = scratch.doubles(0, count);
      double[] column = scratch.doubles(1, count);
      Arrays.fill(sum, 0, count, 0);
      for (long j = 0; j < source.columns(); j++) {
        sources[member].get(j * rows + from, column, count);
        for (int i = 0; i < count; i++) {
          sum[i] += column[i];
        }
      }
      double a = alphas.of(member);
      double b = betas.of(member);
      targets[member].get(from, column, count);
      for (int i = 0; i < count; i++) {
        sum[i] = b == 0 ? a * sum[i] : a * sum[i] + b * column[i];
      }
      targets[member].put(from, sum, count);
    });
  }
}
