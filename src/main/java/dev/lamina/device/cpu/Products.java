package dev.lamina.device.cpu;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasColMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_dgemm;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import dev.lamina.device.Matrix;
import dev.lamina.device.Scalar;
import dev.lamina.device.Transpose;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Matrix products. Each task calls OpenBLAS with one thread on its own part of the result: the split is ours, so it is
 * the same in every run on so many workers, and members and parts are shared out alike. Another number of workers, or
 * of members, cuts large products elsewhere; OpenBLAS's kernels treat the edges of a part in another order, so that
 * results then differ in the last place, wherever the cuts are.
 */
final class Products {

  /** Multiply-adds that are worth a worker of their own: some ten microseconds. */
  private static final double WORTH = 500_000;

  private Products() {}

  static Phase gemm(int threads, Transpose ta, Transpose tb, Scalar alpha, Matrix a, Matrix b, Scalar beta, Matrix c) {
    int rows = c.rows();
    int columns = c.columns();
    int inner = ta == Transpose.NO ? a.columns() : a.rows();
    Values[] as = Values.of(a.broadcast(c.members()));
    Values[] bs = Values.of(b.broadcast(c.members()));
    Values[] cs = Values.of(c);
    Factor alphas = Factor.of(alpha, c);
    Factor betas = Factor.of(beta, c);
    double work = (double) rows * columns * inner;
    int wanted = c.members() >= threads ? 1 : (int) Math.max(1, Math.min(threads, work / WORTH));
    boolean byColumns = columns >= rows;
    int parts = Math.max(1, Math.min(wanted, byColumns ? columns : rows));
    if (rows == 0 || columns == 0) {
      return Phase.each(c.members(), (member, scratch) -> { });
    }
    Piece[][] pieces = new Piece[c.members()][parts];
    for (int part = 0; part < parts; part++) {
      Block block = byColumns
          ? new Block(0, rows, cut(columns, part, parts), cut(columns, part + 1, parts))
          : new Block(cut(rows, part, parts), cut(rows, part + 1, parts), 0, columns);
      for (int e = 0; e < c.members(); e++) {
        pieces[e][part] = block.of(ta, a.rows(), as[e], tb, b.rows(), bs[e], c.rows(), cs[e], inner);
      }
    }
    return new Phase(c.members(), parts,
        (member, part, scratch) -> pieces[member][part].multiply(alphas.of(member), betas.of(member)));
  }

  private static int cut(int length, int part, int parts) {
    return (int) ((long) length * part / parts);
  }

  /** A rectangle of the result. */
  private record Block(int row, int rowEnd, int column, int columnEnd) {

    Piece of(Transpose ta, int lda, Values a, Transpose tb, int ldb, Values b, int ldc, Values c, int inner) {
      long startA = ta == Transpose.NO ? row : (long) row * lda;
      long startB = tb == Transpose.NO ? (long) column * ldb : column;
      long startC = (long) column * ldc + row;
      int m = rowEnd - row;
      int n = columnEnd - column;
      int opA = ta == Transpose.NO ? CblasNoTrans : CblasTrans;
      int opB = tb == Transpose.NO ? CblasNoTrans : CblasTrans;
      // BLAS wants leading dimensions of at least 1, even of matrices without rows.
      int strideA = Math.max(1, lda);
      int strideB = Math.max(1, ldb);
      if (c instanceof Values.Floats floats) {
        FloatPointer pa = ((Values.Floats) a).pointer(startA);
        FloatPointer pb = ((Values.Floats) b).pointer(startB);
        FloatPointer pc = floats.pointer(startC);
        return (alpha, beta) ->
            cblas_sgemm(CblasColMajor, opA, opB, m, n, inner, (float) alpha, pa, strideA, pb, strideB, (float) beta, pc,
                ldc);
      }
      DoublePointer pa = ((Values.Doubles) a).pointer(startA);
      DoublePointer pb = ((Values.Doubles) b).pointer(startB);
      DoublePointer pc = ((Values.Doubles) c).pointer(startC);
      return (alpha, beta) ->
          cblas_dgemm(CblasColMajor, opA, opB, m, n, inner, alpha, pa, strideA, pb, strideB, beta, pc, ldc);
    }
  }

  /** The product of one block, ready to be called. */
  @FunctionalInterface
  private interface Piece {
    void multiply(double alpha, double beta);
  }

  /** Columns of {@code x} that are converted to float64 at a time: a panel stays in a second-level cache. */
  private static final int PANEL = 128;

  /**
   * Gram matrix by panels of columns converted to float64. The tasks own ranges of columns of the upper triangle with
   * about the same area, whose mirror images a second phase fills in.
   *
   * @param origin one column that is taken off every column of {@code x}, or null
   */
  static Phase[] gram(int threads, boolean transposed, Matrix x, Matrix origin, Matrix gram) {
    int order = gram.rows();
    Values[] xs = Values.of(x.broadcast(gram.members()));
    Values[] origins = origin == null ? null : Values.of(origin.broadcast(gram.members()));
    Values[] gs = Values.of(gram);
    int parts = gram.members() >= threads || order < 64 ? 1 : threads;
    Phase upper = new Phase(gram.members(), parts, (member, part, scratch) -> {
      int from = (int) Math.round(order * Math.sqrt((double) part / parts));
      int to = (int) Math.round(order * Math.sqrt((double) (part + 1) / parts));
      Values.Doubles g = (Values.Doubles) gs[member];
      Samples samples = new Samples(xs[member], x.rows(), origins == null ? null : origins[member], scratch);
      if (transposed) {
        outerProducts(x, samples, g, from, to, scratch);
      } else {
        innerProducts(x, samples, g, from, to, scratch);
      }
    });
    Phase mirror = Phase.split(gram.members(), threads, order, order, (member, from, to, scratch) -> {
      double[] column = scratch.doubles(0, order);
      Values g = gs[member];
      for (int j = (int) from; j < to; j++) {
        for (int i = j + 1; i < order; i++) {
          column[i - j - 1] = g.get((long) i * order + j);
        }
        g.put((long) j * order + j + 1, column, order - j - 1);
      }
    });
    return new Phase[] {upper, mirror};
  }

  /** Columns of a matrix in float64, less an origin if there is one; uses the first two arrays of its worker. */
  private static final class Samples {
    private final Values x;
    private final int d;
    private final double[] origin;
    private final double[] column;

    Samples(Values x, int d, Values origin, Scratch scratch) {
      this.x = x;
      this.d = d;
      column = scratch.doubles(0, d);
      this.origin = origin == null ? null : scratch.doubles(1, d);
      if (origin != null) {
        origin.get(0, this.origin, d);
      }
    }

    /** Puts the first {@code rows} of {@code count} columns side by side, d apart. */
    void load(int start, int count, int rows, Scratch.Block panel) {
      for (int j = 0; j < count; j++) {
        x.get((long) (start + j) * d, column, rows);
        for (int i = 0; origin != null && i < rows; i++) {
          column[i] -= origin[i];
        }
        panel.buffer().put(j * d, column, 0, rows);
      }
    }
  }

  /** Columns {@code from..to} of the upper triangle of {@code x x^T}: a sum over panels of columns. */
  private static void outerProducts(Matrix x, Samples samples, Values.Doubles g, int from, int to, Scratch scratch) {
    int d = x.rows();
    int columns = Scratch.columns(d, PANEL);
    Scratch.Block panel = scratch.block(0, (long) d * columns);
    for (int start = 0; start < x.columns() || start == 0; start += columns) {
      int width = Math.min(columns, x.columns() - start);
      samples.load(start, width, to, panel);
      cblas_dgemm(CblasColMajor, CblasNoTrans, CblasTrans, to, to - from, width, 1, panel.pointer(), d,
          panel.pointer().getPointer(from), d, start == 0 ? 0 : 1, g.pointer((long) from * d), d);
    }
  }

  /** Columns {@code from..to} of the upper triangle of {@code x^T x}: tiles of inner products of two panels. */
  private static void innerProducts(Matrix x, Samples samples, Values.Doubles g, int from, int to, Scratch scratch) {
    int d = x.rows();
    int order = x.columns();
    int side = Scratch.columns(d, PANEL);
    Scratch.Block right = scratch.block(0, (long) d * side);
    Scratch.Block left = scratch.block(1, (long) d * side);
    for (int j = from; j < to; j += side) {
      int columns = Math.min(side, to - j);
      samples.load(j, columns, d, right);
      for (int i = 0; i < j + columns; i += side) {
        int rows = Math.min(side, j + columns - i);
        samples.load(i, rows, d, left);
        cblas_dgemm(CblasColMajor, CblasTrans, CblasNoTrans, rows, columns, d, 1, left.pointer(), Math.max(1, d),
            right.pointer(), Math.max(1, d), 0, g.pointer((long) j * order + i), order);
      }
    }
  }

  /** Elements of one partial sum. */
  private static final long CHUNK = 1 << 16;

  /** Partial sums over chunks that depend on the shape alone, then their sum in order. */
  static Phase[] sumOfSquares(Matrix source, Matrix target) {
    Values[] sources = Values.of(source.broadcast(target.members()));
    Values[] targets = Values.of(target);
    int chunks = (int) Math.max(1, (source.size() + CHUNK - 1) / CHUNK);
    double[][] partial = new double[target.members()][chunks];
    Phase sums = new Phase(target.members(), chunks, (member, chunk, scratch) -> {
      double[] tile = scratch.doubles(0, Scratch.TILE);
      double sum = 0;
      long end = Math.min(source.size(), (chunk + 1) * CHUNK);
      for (long at = chunk * CHUNK; at < end; at += Scratch.TILE) {
        int count = (int) Math.min(Scratch.TILE, end - at);
        sources[member].get(at, tile, count);
        for (int i = 0; i < count; i++) {
          sum += tile[i] * tile[i];
        }
      }
      partial[member][chunk] = sum;
    });
    Phase total = Phase.each(target.members(), (member, scratch) -> {
      double sum = 0;
      for (double value : partial[member]) {
        sum += value;
      }
      targets[member].put(0, sum);
    });
    return new Phase[] {sums, total};
  }
}
