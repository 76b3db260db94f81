package dev.lamina.device.cpu;

import dev.lamina.device.ElementType;
import dev.lamina.device.Matrix;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;

/**
 * One member of a floating matrix, readable and writable by Java in bulk and by OpenBLAS through its address.
 *
 * <p>Java's buffers end at 2 GiB, so a large member is seen through several windows. Loops work on tiles that are
 * copied to an array and back: the JIT vectorises loops over arrays, not over buffers.
 */
abstract sealed class Values {

  /** Elements of one window; a power of two, and less than 2 GiB of float64. */
  private static final int WINDOW_BITS = 27;
  private static final long WINDOW = 1L << WINDOW_BITS;

  private final long size;

  private Values(long size) {
    this.size = size;
  }

  /** Each member of a matrix; members that share their elements share the object. */
  static Values[] of(Matrix matrix) {
    Values[] members = new Values[matrix.members()];
    for (int e = 0; e < members.length; e++) {
      members[e] = e > 0 && matrix.stride() == 0 ? members[0] : of(matrix, e);
    }
    return members;
  }

  private static Values of(Matrix matrix, int member) {
    int bytes = matrix.type().bytes();
    long offset = (matrix.offset() + member * matrix.stride()) * bytes;
    BytePointer at = ((CpuMemory) matrix.memory()).at(offset, matrix.size() * bytes);
    return matrix.type() == ElementType.FLOAT32 ? new Floats(at, matrix.size()) : new Doubles(at, matrix.size());
  }

  final long size() {
    return size;
  }

  abstract double get(long index);

  abstract void put(long index, double value);

  /** Copies {@code count} elements from {@code index} on into {@code target}, from its start. */
  final void get(long index, double[] target, int count) {
    get(index, target, 0, count);
  }

  /** Copies the first {@code count} of {@code source} to {@code index} and on, rounding to the matrix's type. */
  final void put(long index, double[] source, int count) {
    put(index, source, 0, count);
  }

  /** Copies {@code count} elements from {@code index} on to {@code target[from]} and on. */
  abstract void get(long index, double[] target, int from, int count);

  /**
   * Copies {@code source[from]} and on to {@code count} elements from {@code index} on, rounding to the matrix's type.
   */
  abstract void put(long index, double[] source, int from, int count);

  /** Elements from {@code index} that lie in one window, at most {@code count}. */
  private static int run(long index, long count) {
    return (int) Math.min(count, WINDOW - (index & (WINDOW - 1)));
  }

  /** FLOAT32. */
  static final class Floats extends Values {
    private final FloatPointer pointer;
    private final FloatBuffer[] windows;

    private Floats(BytePointer at, long size) {
      super(size);
      pointer = new FloatPointer(at);
      windows = new FloatBuffer[(int) ((size + WINDOW - 1) >> WINDOW_BITS)];
      for (int w = 0; w < windows.length; w++) {
        long from = w * WINDOW * Float.BYTES;
        windows[w] = at.getPointer(from).capacity(run(w * WINDOW, size - w * WINDOW) * (long) Float.BYTES)
            .asByteBuffer().order(ByteOrder.nativeOrder()).asFloatBuffer();
      }
    }

    /** The address of element {@code index}, for BLAS. */
    FloatPointer pointer(long index) {
      return pointer.getPointer(index);
    }

    @Override
    double get(long index) {
      return windows[(int) (index >> WINDOW_BITS)].get((int) (index & (WINDOW - 1)));
    }

    @Override
    void put(long index, double value) {
      windows[(int) (index >> WINDOW_BITS)].put((int) (index & (WINDOW - 1)), (float) value);
    }

    @Override
    void get(long index, double[] target, int from, int count) {
      for (int done = 0; done < count; ) {
        int length = run(index + done, count - done);
        widen(windows[(int) (index + done >> WINDOW_BITS)], (int) (index + done & (WINDOW - 1)), target, from + done,
            length);
        done += length;
      }
    }

    /**
     * By itself, so that the JIT always compiles this loop alone: as part of its callers it was at times twice as slow.
     */
    private static void widen(FloatBuffer source, int from, double[] target, int to, int count) {
      for (int i = 0; i < count; i++) {
        target[to + i] = source.get(from + i);
      }
    }

    @Override
    void put(long index, double[] source, int from, int count) {
      for (int done = 0; done < count; ) {
        FloatBuffer window = windows[(int) (index + done >> WINDOW_BITS)];
        int start = (int) (index + done & (WINDOW - 1));
        int length = run(index + done, count - done);
        for (int i = 0; i < length; i++) {
          window.put(start + i, (float) source[from + done + i]);
        }
        done += length;
      }
    }

    /** Without a conversion. */
    void get(long index, float[] target, int from, int count) {
      for (int done = 0; done < count; ) {
        int length = run(index + done, count - done);
        windows[(int) (index + done >> WINDOW_BITS)].get((int) (index + done & (WINDOW - 1)), target, from + done,
            length);
        done += length;
      }
    }

    /** Without a conversion. */
    void put(long index, float[] source, int from, int count) {
      for (int done = 0; done < count; ) {
        int length = run(index + done, count - done);
        windows[(int) (index + done >> WINDOW_BITS)].put((int) (index + done & (WINDOW - 1)), source, from + done,
            length);
        done += length;
      }
    }
  }

  /** FLOAT64. */
  static final class Doubles extends Values {
    private final DoublePointer pointer;
    private final DoubleBuffer[] windows;

    private Doubles(BytePointer at, long size) {
      super(size);
      pointer = new DoublePointer(at);
      windows = new DoubleBuffer[(int) ((size + WINDOW - 1) >> WINDOW_BITS)];
      for (int w = 0; w < windows.length; w++) {
        long from = w * WINDOW * Double.BYTES;
        windows[w] = at.getPointer(from).capacity(run(w * WINDOW, size - w * WINDOW) * (long) Double.BYTES)
            .asByteBuffer().order(ByteOrder.nativeOrder()).asDoubleBuffer();
      }
    }

    /** The address of element {@code index}, for BLAS. */
    DoublePointer pointer(long index) {
      return pointer.getPointer(index);
    }

    @Override
    double get(long index) {
      return windows[(int) (index >> WINDOW_BITS)].get((int) (index & (WINDOW - 1)));
    }

    @Override
    void put(long index, double value) {
      windows[(int) (index >> WINDOW_BITS)].put((int) (index & (WINDOW - 1)), value);
    }

    @Override
    void get(long index, double[] target, int from, int count) {
      for (int done = 0; done < count; ) {
        int length = run(index + done, count - done);
        windows[(int) (index + done >> WINDOW_BITS)].get((int) (index + done & (WINDOW - 1)), target, from + done,
            length);
        done += length;
      }
    }

    @Override
    void put(long index, double[] source, int from, int count) {
      for (int done = 0; done < count; ) {
        int length = run(index + done, count - done);
        windows[(int) (index + done >> WINDOW_BITS)].put((int) (index + done & (WINDOW - 1)), source, from + done,
            length);
        done += length;
      }
    }
  }
}
