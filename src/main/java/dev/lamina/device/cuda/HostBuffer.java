package dev.lamina.device.cuda;

import dev.lamina.device.ElementType;
import dev.lamina.device.Matrix;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import jcuda.Pointer;
import jcuda.driver.JCudaDriver;

/**
 * Pinned host memory through which everything passes that goes to the device or comes back, converted on the way where
 * the host's numbers are of another type.
 */
final class HostBuffer implements AutoCloseable {

  private static final int BYTES = 4 << 20;

  private final Queue queue;
  private final Pointer pointer = new Pointer();
  private final ByteBuffer buffer;

  HostBuffer(Queue queue) {
    this.queue = queue;
    queue.context().makeCurrent();
    Status.driver("cuMemAllocHost", JCudaDriver.cuMemAllocHost(pointer, BYTES), BYTES + " bytes");
    buffer = pointer.getByteBuffer(0, BYTES).order(ByteOrder.nativeOrder());
  }

  /** Moves {@code count} values between the buffer's start and the host's numbers from {@code at} on. */
  @FunctionalInterface
  private interface Values {
    void move(int at, int count);
  }

  void write(double[] source, Matrix target) {
    if (target.type() == ElementType.FLOAT64) {
      transfer(target, true, (at, count) -> buffer.asDoubleBuffer().put(source, at, count));
    } else {
      FloatBuffer floats = buffer.asFloatBuffer();
      transfer(target, true, (at, count) -> {
        for (int i = 0; i < count; i++) {
          floats.put(i, (float) source[at + i]);
        }
      });
    }
  }

  void write(float[] source, Matrix target) {
    if (target.type() == ElementType.FLOAT32) {
      transfer(target, true, (at, count) -> buffer.asFloatBuffer().put(source, at, count));
    } else {
      DoubleBuffer doubles = buffer.asDoubleBuffer();
      transfer(target, true, (at, count) -> {
        for (int i = 0; i < count; i++) {
          doubles.put(i, source[at + i]);
        }
      });
    }
  }

  void write(int[] source, Matrix target) {
    transfer(target, true, (at, count) -> buffer.asIntBuffer().put(source, at, count));
  }

  void read(Matrix source, double[] target) {
    if (source.type() == ElementType.FLOAT64) {
      transfer(source, false, (at, count) -> buffer.asDoubleBuffer().get(target, at, count));
    } else {
      FloatBuffer floats = buffer.asFloatBuffer();
      transfer(source, false, (at, count) -> {
        for (int i = 0; i < count; i++) {
          target[at + i] = floats.get(i);
        }
      });
    }
  }

  void read(Matrix source, int[] target) {
    transfer(source, false, (at, count) -> buffer.asIntBuffer().get(target, at, count));
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
        move((CudaMemory) matrix.memory(), place, (long) count * matrix.type().bytes(), toDevice,
            () -> values.move(at, count));
      }
    }
  }

  private void move(CudaMemory memory, long place, long bytes, boolean toDevice, Runnable values) {
    queue.context().makeCurrent();
    if (toDevice) {
      values.run();
      Status.driver("cuMemcpyHtoDAsync",
          JCudaDriver.cuMemcpyHtoDAsync(memory.at(place), pointer, bytes, queue.stream()), bytes + " bytes");
      // The buffer is free again only then.
      queue.synchronize();
    } else {
      Status.driver("cuMemcpyDtoHAsync",
          JCudaDriver.cuMemcpyDtoHAsync(pointer, memory.at(place), bytes, queue.stream()), bytes + " bytes");
      queue.synchronize();
      values.run();
    }
  }

  @Override
  public void close() {
    queue.context().makeCurrent();
    Status.driver("cuMemFreeHost", JCudaDriver.cuMemFreeHost(pointer));
  }
}
