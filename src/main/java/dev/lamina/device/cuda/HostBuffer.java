package dev.lamina.device.cuda;

import dev.lamina.device.ElementType;
import dev.lamina.device.Matrix;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.function.Consumer;
import jcuda.Pointer;
import jcuda.driver.JCudaDriver;

/**
 * Pinned host memory through which everything passes that goes to the device or comes back, converted on the way where
 * the host's numbers are of another type.
 *
 * <p>What is written lies in the buffer until the device has fetched it, one piece behind the other, so that a small
 * write waits for nothing; the device is waited for when the buffer is full, and for every read.
 */
final class HostBuffer implements AutoCloseable {

  private static final int BYTES = 4 << 20;

  private final Queue queue;
  private final Pointer pointer = new Pointer();
  private final ByteBuffer whole;

  /** Where the next piece begins; what lies before may still be on its way. */
  private int taken;

  HostBuffer(Queue queue) {
    this.queue = queue;
    queue.context().makeCurrent();
    Status.driver("cuMemAllocHost", JCudaDriver.cuMemAllocHost(pointer, BYTES), BYTES + " bytes");
    whole = pointer.getByteBuffer(0, BYTES).order(ByteOrder.nativeOrder());
  }

  /** Moves {@code count} values between the piece's start and the host's numbers from {@code at} on. */
  @FunctionalInterface
  private interface Values {
    void move(ByteBuffer piece, int at, int count);
  }

  void write(double[] source, Matrix target) {
    if (target.type() == ElementType.FLOAT64) {
      transfer(target, true, (piece, at, count) -> piece.asDoubleBuffer().put(source, at, count));
    } else {
      transfer(target, true, (piece, at, count) -> {
        FloatBuffer floats = piece.asFloatBuffer();
        for (int i = 0; i < count; i++) {
          floats.put(i, (float) source[at + i]);
        }
      });
    }
  }

  void write(float[] source, Matrix target) {
    if (target.type() == ElementType.FLOAT32) {
      transfer(target, true, (piece, at, count) -> piece.asFloatBuffer().put(source, at, count));
    } else {
      transfer(target, true, (piece, at, count) -> {
        DoubleBuffer doubles = piece.asDoubleBuffer();
        for (int i = 0; i < count; i++) {
          doubles.put(i, source[at + i]);
        }
      });
    }
  }

  void write(int[] source, Matrix target) {
    transfer(target, true, (piece, at, count) -> piece.asIntBuffer().put(source, at, count));
  }

  void read(Matrix source, double[] target) {
    if (source.type() == ElementType.FLOAT64) {
      transfer(source, false, (piece, at, count) -> piece.asDoubleBuffer().get(target, at, count));
    } else {
      transfer(source, false, (piece, at, count) -> {
        FloatBuffer floats = piece.asFloatBuffer();
        for (int i = 0; i < count; i++) {
          target[at + i] = floats.get(i);
        }
      });
    }
  }

  void read(Matrix source, int[] target) {
    transfer(source, false, (piece, at, count) -> piece.asIntBuffer().get(target, at, count));
  }

  /** Moves what a matrix stores, a buffer full at a time; members that follow one another pass as one. */
  private void transfer(Matrix matrix, boolean toDevice, Values values) {
    boolean dense = matrix.members() == 1 || matrix.isBroadcast() || matrix.stride() == matrix.size();
    int runs = dense ? 1 : matrix.members();
    long length = matrix.stored() / runs;
    int most = BYTES / matrix.type().bytes();
    for (int run = 0; run < runs; run++) {
      for (long done = 0; done < length; done += most) {
        int count = (int) Math.min(most, length - done);
        int at = Math.toIntExact(run * length + done);
        long place = (matrix.offset() + run * matrix.stride() + done) * matrix.type().bytes();
        int bytes = count * matrix.type().bytes();
        move((CudaMemory) matrix.memory(), place, bytes, toDevice, piece -> values.move(piece, at, count));
      }
    }
  }

  private void move(CudaMemory memory, long place, int bytes, boolean toDevice, Consumer<ByteBuffer> values) {
    queue.context().makeCurrent();
    if (taken + bytes > BYTES) {
      synchronize();
    }
    ByteBuffer piece = whole.slice(taken, bytes).order(ByteOrder.nativeOrder());
    Pointer at = pointer.withByteOffset(taken);
    if (toDevice) {
      values.accept(piece);
      Status.driver("cuMemcpyHtoDAsync",
          JCudaDriver.cuMemcpyHtoDAsync(memory.at(place), at, bytes, queue.stream()), bytes + " bytes");
      // Pieces start where any number may.
      taken = Math.min(BYTES, (taken + bytes + Double.BYTES - 1) / Double.BYTES * Double.BYTES);
    } else {
      Status.driver("cuMemcpyDtoHAsync",
          JCudaDriver.cuMemcpyDtoHAsync(at, memory.at(place), bytes, queue.stream()), bytes + " bytes");
      synchronize();
      values.accept(piece);
    }
  }

  private void synchronize() {
    queue.synchronize();
    taken = 0;
  }

  @Override
  public void close() {
    queue.context().makeCurrent();
    Status.driver("cuMemFreeHost", JCudaDriver.cuMemFreeHost(pointer));
  }
}
