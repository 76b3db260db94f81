package dev.lamina.device.cuda;

/** Runs operations as they are called, in a workspace that grows to what the largest of them needed. */
final class Immediate implements AutoCloseable {

  private final Queue queue;
  private final HostBuffer host;
  private CudaMemory scratch;
  private CudaMemory constants;

  Immediate(Queue queue, HostBuffer host) {
    this.queue = queue;
    this.host = host;
  }

  void run(Operation operation) {
    scratch = atLeast(scratch, operation.scratch().bytes());
    constants = atLeast(constants, operation.constantPlan().bytes());
    Workspace workspace = new Workspace(scratch, constants, 0);
    for (Operation.Constant constant : operation.constants()) {
      host.write(constant.values(), workspace.constant(constant));
    }
    operation.queue(queue, workspace);
  }

  private CudaMemory atLeast(CudaMemory memory, long bytes) {
    if (bytes == 0 || memory != null && memory.bytes() >= bytes) {
      return memory;
    }
    if (memory != null) {
      memory.close();
    }
    return new CudaMemory(queue, bytes);
  }

  @Override
  public void close() {
    try (Closing closing = new Closing()) {
      if (constants != null) {
        closing.open(constants);
      }
      if (scratch != null) {
        closing.open(scratch);
      }
    }
  }
}
