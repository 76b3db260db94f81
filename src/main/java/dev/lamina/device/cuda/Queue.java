package dev.lamina.device.cuda;

import dev.lamina.device.Matrix;
import dev.lamina.device.Scalar;
import java.util.Set;
import jcuda.NativePointerObject;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;
import jcuda.runtime.cudaStream_t;

/** The one stream of a device, in which everything runs in order. */
final class Queue implements AutoCloseable {

  /** Threads of a block, {@code BLOCK} of {@code kernels/lamina.cuh}. */
  static final int BLOCK = 256;

  /** Threads that share what they know without a barrier. */
  private static final int WARP = 32;

  private static final int NON_BLOCKING = 1;

  private final Context context;
  private final Variant variant;
  private final CUstream stream = new CUstream();
  private Set<CudaMemory> touched;

  Queue(Context context, Variant variant) {
    this.context = context;
    this.variant = variant;
    context.makeCurrent();
    Status.driver("cuStreamCreate", JCudaDriver.cuStreamCreate(stream, NON_BLOCKING));
  }

  Context context() {
    return context;
  }

  /** Whether each matrix of a plan has memory of its own. */
  boolean keepsApart() {
    return variant.apart();
  }

  CUstream stream() {
    return stream;
  }

  /** The same stream, by the runtime's name for it. */
  cudaStream_t runtimeStream() {
    return new cudaStream_t(stream);
  }

  /** Blocks that have a warp for each of {@code count} columns. */
  static int warps(int count) {
    return (int) (((long) count * WARP + BLOCK - 1) / BLOCK);
  }

  /**
   * Queues a kernel over {@code elements} of each member, which loops if there are more of them than threads.
   *
   * @see #launch
   */
  void forEach(Kernel kernel, int members, long elements, Object... arguments) {
    int blocks = (int) Math.min(variant.mostBlocks(), (elements + BLOCK - 1) / BLOCK);
    launch(kernel, blocks, members, arguments);
  }

  /**
   * Queues a kernel of {@code blocks} blocks of {@value #BLOCK} threads for each member. Nothing happens where there
   * are no blocks.
   *
   * <p>The kernel's first parameter is {@code int members}. A {@link Matrix} becomes an {@code In} or {@code Out} of
   * {@code kernels/lamina.cuh}: the address of its first member, and its stride, 0 where the members share it; null
   * stands for a matrix that is not there. A {@link Scalar} becomes a {@code Factor}. Others are passed as they are:
   * {@code Integer} as {@code int}, {@code Long} as {@code long long}, {@code Double} as {@code double}.
   */
  void launch(Kernel kernel, int blocks, int members, Object... arguments) {
    if (blocks == 0) {
      return;
    }
    NativePointerObject[] values = new NativePointerObject[1 + arguments.length];
    values[0] = Pointer.to(new int[] {members});
    for (int i = 0; i < arguments.length; i++) {
      values[1 + i] = parameter(arguments[i]);
    }
    context.makeCurrent();
    Status.driver("cuLaunchKernel", JCudaDriver.cuLaunchKernel(kernel.function(), blocks,
        Math.min(members, variant.mostRows()), 1, BLOCK, 1, 1, kernel.sharedBytes(), stream,
        Pointer.to(values), null),
        kernel.name() + " on " + blocks + " blocks for " + members + " members");
  }

  private Pointer parameter(Object argument) {
    if (argument == null || argument instanceof Matrix) {
      Matrix matrix = (Matrix) argument;
      return Pointer.to(new long[] {number(matrix), stride(matrix)});
    } else if (argument instanceof Scalar.Constant constant) {
      return factor(constant.value(), null);
    } else if (argument instanceof Scalar.Resident resident) {
      return factor(0, resident.matrix());
    } else if (argument instanceof Integer value) {
      return Pointer.to(new int[] {value});
    } else if (argument instanceof Long value) {
      return Pointer.to(new long[] {value});
    } else if (argument instanceof Double value) {
      return Pointer.to(new double[] {value});
    }
    throw new IllegalArgumentException("no kernel takes a " + argument.getClass());
  }

  private Pointer factor(double constant, Matrix value) {
    return Pointer.to(new long[] {Double.doubleToRawLongBits(constant), number(value), stride(value)});
  }

  private long number(Matrix matrix) {
    return matrix == null ? 0 : address(matrix).number();
  }

  private static long stride(Matrix matrix) {
    return matrix == null || matrix.members() == 1 ? 0 : matrix.stride();
  }

  /** The address of the first element of a matrix's first member. */
  DeviceAddress address(Matrix matrix) {
    CudaMemory memory = (CudaMemory) matrix.memory();
    if (touched != null) {
      touched.add(memory);
    }
    return memory.at(matrix.offset() * matrix.type().bytes());
  }

  /** Notes in {@code memories} what is addressed while {@code work} runs. */
  void noting(Set<CudaMemory> memories, Runnable work) {
    touched = memories;
    try {
      work.run();
    } finally {
      touched = null;
    }
  }

  /** Queues zeros. */
  void clear(CUdeviceptr target, long bytes) {
    if (bytes > 0) {
      context.makeCurrent();
      Status.driver("cuMemsetD8Async", JCudaDriver.cuMemsetD8Async(target, (byte) 0, bytes, stream), bytes + " bytes");
    }
  }

  /** Queues zeros for all elements. */
  void clear(Matrix matrix) {
    int bytes = matrix.type().bytes();
    if (matrix.members() == 1 || matrix.stride() == matrix.size()) {
      clear(address(matrix), matrix.stored() * bytes);
      return;
    }
    for (int e = 0; e < matrix.members(); e++) {
      clear(address(matrix.member(e)), matrix.size() * bytes);
    }
  }

  /** Waits for everything queued. */
  void synchronize() {
    context.makeCurrent();
    Status.driver("cuStreamSynchronize", JCudaDriver.cuStreamSynchronize(stream));
  }

  @Override
  public void close() {
    context.makeCurrent();
    Status.driver("cuStreamDestroy", JCudaDriver.cuStreamDestroy(stream));
  }
}
