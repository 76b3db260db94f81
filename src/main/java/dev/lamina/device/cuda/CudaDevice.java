package dev.lamina.device.cuda;

import dev.lamina.device.Activation;
import dev.lamina.device.Arena;
import dev.lamina.device.BatchNorm;
import dev.lamina.device.Device;
import dev.lamina.device.DeviceException;
import dev.lamina.device.DeviceInfo;
import dev.lamina.device.Event;
import dev.lamina.device.Loss;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.Plan;
import dev.lamina.device.Scalar;
import dev.lamina.device.SgdRule;
import dev.lamina.device.Transpose;
import java.util.ArrayList;
import java.util.List;

/**
 * An NVIDIA GPU as a device. Everything is queued in one stream; a recording becomes CUDA graphs.
 */
public final class CudaDevice implements Device {

  private final Closing resources = new Closing();
  private final Context context;
  private final Kernels kernels;
  private final Queue queue;
  private final HostBuffer host;
  private final Immediate immediate;
  private final Blas blas;
  private final Products products;
  private List<Operation> recording;

  /**
   * Opens a GPU.
   *
   * @param ordinal which, counted from 0
   * @param tf32 whether products of float32 may round their operands to ten bits of mantissa
   * @throws DeviceException if a library is missing, there is no such GPU, or it does not start
   */
  public CudaDevice(int ordinal, boolean tf32) {
    try {
      context = resources.open(new Context(ordinal));
      queue = resources.open(new Queue(context));
      kernels = resources.open(new Kernels(context, KernelCache.ofUser()));
      host = resources.open(new HostBuffer(queue));
      immediate = resources.open(new Immediate(queue, host));
      blas = resources.open(new Blas(queue, tf32));
      products = new Products(kernels, blas);
    } catch (RuntimeException e) {
      try (resources) {
        throw e;
      }
    }
  }

  private void submit(Operation operation) {
    if (recording != null) {
      recording.add(operation);
    } else {
      immediate.run(operation);
    }
  }

  @Override
  public DeviceInfo info() {
    return new DeviceInfo("cuda", context.name(), context.freeBytes(), List.of(
        "CUDA driver " + context.driverVersion(), "NVRTC " + kernels.compilerVersion(), "cuBLAS " + blas.version()));
  }

  @Override
  public Arena allocate(MemoryPlan plan) {
    requireNotRecording("allocate");
    long free = context.freeBytes();
    if (plan.bytes() > free) {
      throw new DeviceException("the plan needs " + plan.bytes() + " bytes of memory and " + context.name() + " has "
          + free + " left; fewer members, a smaller width or fp32 need less");
    }
    CudaMemory memory = new CudaMemory(context, plan.bytes());
    try {
      queue.clear(memory.at(0), plan.bytes());
    } catch (RuntimeException e) {
      try (memory) {
        throw e;
      }
    }
    return new Arena(memory);
  }

  private void requireNotRecording(String what) {
    if (recording != null) {
      throw new IllegalStateException("a recording cannot " + what);
    }
  }

  @Override
  public void gemm(Transpose ta, Transpose tb, Scalar alpha, Matrix a, Matrix b, Scalar beta, Matrix c) {
    submit(products.gemm(ta, tb, alpha, a, b, beta, c));
  }

  @Override
  public Plan record(Runnable operations) {
    if (recording != null) {
      throw new IllegalStateException("a recording is already under way");
    }
    recording = new ArrayList<>();
    List<Operation> recorded = recording;
    try {
      operations.run();
    } finally {
      recording = null;
    }
    return new CudaPlan(queue, host, recorded);
  }

  @Override
  public Event event() {
    requireNotRecording("hold events");
    return new CudaEvent(queue);
  }

  @Override
  public void synchronize() {
    requireNotRecording("wait");
    queue.synchronize();
  }

  @Override
  public void close() {
    resources.close();
  }
}
