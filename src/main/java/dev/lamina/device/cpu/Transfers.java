package dev.lamina.device.cpu;

import dev.lamina.device.ElementType;
import dev.lamina.device.Matrix;
import dev.lamina.device.Transpose;
import java.util.Arrays;

/** Copies on the device and fills. */
final class Transfers {

  /** Columns and rows of the square that is transposed at a time, so that both sides stay in a first-level cache. */
  private static final int SQUARE = 32;

  private Transfers() {}

  static Phase copy(int threads, Transpose transpose, Matrix source, Matrix target) {
    boolean flipped = transpose == Transpose.YES;
    Values[] sources = Values.of(source.broadcast(target.members()));
    Values[] targets = Values.of(target);
    if (flipped) {
      return Phase.split(target.members(), threads, target.columns(), target.rows(), (member, from, to, scratch) ->
          transpose(sources[member], targets[member], target.rows(), target.columns(), (int) from, (int) to, scratch));
    }
    return Phase.split(target.members(), threads, target.size(), 1, (member, from, to, scratch) -> {
      double[] tile = scratch.doubles(0, Scratch.TILE);
      for (long at = from; at < to; at += Scratch.TILE) {
        int count = (int) Math.min(Scratch.TILE, to - at);
        sources[member].get(at, tile, count);
        targets[member].put(at, tile, count);
      }
    });
  }

  /** Columns {@code from..to} of the target, which are rows of the source. */
  private static void transpose(Values source, Values target, int rows, int columns, int from, int to,
      Scratch scratch) {
    double[] piece = scratch.doubles(0, SQUARE);
    double[] square = scratch.doubles(1, SQUARE * SQUARE);
    for (int j = from; j < to; j += SQUARE) {
      int width = Math.min(SQUARE, to - j);
      for (int i = 0; i < rows; i += SQUARE) {
        int height = Math.min(SQUARE, rows - i);
        for (int r = 0; r < height; r++) {
          source.get((long) (i + r) * columns + j, piece, width);
          for (int c = 0; c < width; c++) {
            square[c * SQUARE + r] = piece[c];
          }
        }
        for (int c = 0; c < width; c++) {
          System.arraycopy(square, c * SQUARE, piece, 0, height);
          target.put((long) (j + c) * rows + i, piece, height);
        }
      }
    }
  }

  static Phase fill(int threads, Matrix target, double value) {
    if (target.type() == ElementType.INT32) {
      Integers[] integers = Integers.of(target);
      return Phase.each(target.members(), (member, scratch) -> {
        for (int i = 0; i < target.size(); i++) {
          integers[member].put(i, (int) value);
        }
      });
    }
    Values[] targets = Values.of(target);
    return Phase.split(target.members(), threads, target.size(), 1, (member, from, to, scratch) -> {
      double[] tile = scratch.doubles(0, Scratch.TILE);
      Arrays.fill(tile, 0, Scratch.TILE, value);
      for (long at = from; at < to; at += Scratch.TILE) {
        targets[member].put(at, tile, (int) Math.min(Scratch.TILE, to - at));
      }
    });
  }

  /** {@code diag(values)^power}. */
  static Phase diagonal(Matrix values, double power, double cutoff, Matrix target) {
    int given = values.rows();
    Values[] sources = Values.of(values.broadcast(target.members()));
    Values[] targets = Values.of(target);
    return Phase.each(target.members(), (member, scratch) -> {
      double[] zeros = scratch.doubles(0, Scratch.TILE);
      Arrays.fill(zeros, 0, Scratch.TILE, 0);
      for (long at = 0; at < target.size(); at += Scratch.TILE) {
        targets[member].put(at, zeros, (int) Math.min(Scratch.TILE, target.size() - at));
      }
      double threshold = given == 0 ? 0 : cutoff * sources[member].get(0);
      for (int i = 0; i < given; i++) {
        double value = sources[member].get(i);
        targets[member].put((long) i * target.rows() + i, value > threshold ? Math.pow(value, power) : 0);
      }
    });
  }
}
