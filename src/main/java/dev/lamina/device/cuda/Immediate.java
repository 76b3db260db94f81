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
    if (operation.scratch().bytes() > bytes(scratch) || queue.keepsApart()) {
      scratch = released(scratch);
      scratch = operation.allocateScratch(queue);
    }
    if (operation.constantPlan().bytes() > bytes(constants)) {
      constants = released(constants);
      constants = new CudaMemory(queue, operation.constantPlan().bytes());
    }
    Workspace workspace = new Workspace(scratch, constants, 0);
    for (Operation.Constant constant : operation.constants()) {
      host.write(constant.values(), workspace.constant(constant));
    }
    operation.queue(queue, workspace);
  }

  private static long bytes(CudaMemory memory) {
    return memory == null ? 0 : memory.bytes();
  }

  /** Frees memory when nothing queued needs it any more: where there is no room for more, there is none left either. */
  private CudaMemory released(CudaMemory memory) {
    if (memory != null) {
      memory.close();
    }
    return null;
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
