package dev.lamina.device.cuda;

import dev.lamina.device.Plan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUstreamCaptureMode;
import jcuda.driver.JCudaDriver;

/**
 * Recorded operations as CUDA graphs. Operations that a graph cannot hold, those of cuSOLVER, are queued between graphs.
 * The plan owns the scratch memory and the constants of its operations, so a replay allocates nothing. A plan with a
 * {@link ResidentProgram} is one kernel instead, which takes all replays of a call.
 */
final class CudaPlan implements Plan {

  private final Queue queue;
  private final Closing resources = new Closing();
  private final List<Runnable> steps = new ArrayList<>();
  private final Resident resident;
  private final Set<CudaMemory> memories = new HashSet<>();
  private boolean closed;

  /** @param resident null where the operations need graphs */
  CudaPlan(Queue queue, HostBuffer host, List<Operation> operations, Resident resident) {
    this.queue = queue;
    this.resident = resident;
    if (resident != null) {
      memories.addAll(resident.memories());
      return;
    }
    try {
      prepare(host, operations);
    } catch (RuntimeException e) {
      try (resources) {
        throw e;
      }
    }
  }

  private void prepare(HostBuffer host, List<Operation> operations) {
    long scratchBytes = operations.stream().mapToLong(operation -> operation.scratch().bytes()).max().orElse(0);
    long constantBytes = operations.stream().mapToLong(operation -> operation.constantPlan().bytes()).sum();
    CudaMemory scratch = memory(scratchBytes);
    CudaMemory constants = memory(constantBytes);
    List<Runnable> queued = new ArrayList<>();
    long offset = 0;
    for (Operation operation : operations) {
      Workspace workspace = new Workspace(scratch, constants, offset);
      for (Operation.Constant constant : operation.constants()) {
        host.write(constant.values(), workspace.constant(constant));
      }
      offset += operation.constantPlan().bytes();
      queued.add(() -> operation.queue(queue, workspace));
    }
    for (int from = 0; from < operations.size(); ) {
      int to = from;
      while (to < operations.size() && operations.get(to).isCapturable()) {
        to++;
      }
      if (to > from) {
        CUgraphExec graph = graph(queued.subList(from, to));
        steps.add(() -> Status.driver("cuGraphLaunch", JCudaDriver.cuGraphLaunch(graph, queue.stream())));
        from = to;
      } else {
        steps.add(queued.get(from++));
      }
    }
  }

  private CudaMemory memory(long bytes) {
    return bytes == 0 ? null : resources.open(new CudaMemory(queue, bytes));
  }

  private CUgraphExec graph(List<Runnable> operations) {
    CUgraph graph = capture(operations);
    try {
      CUgraphExec executable = new CUgraphExec();
      Status.driver("cuGraphInstantiate", JCudaDriver.cuGraphInstantiate(executable, graph, 0),
          operations.size() + " operations");
      resources.add(() -> Status.driver("cuGraphExecDestroy", JCudaDriver.cuGraphExecDestroy(executable)));
      return executable;
    } finally {
      Status.driver("cuGraphDestroy", JCudaDriver.cuGraphDestroy(graph));
    }
  }

  private CUgraph capture(List<Runnable> operations) {
    queue.context().makeCurrent();
    CUgraph graph = new CUgraph();
    Status.driver("cuStreamBeginCapture", JCudaDriver.cuStreamBeginCapture(
        queue.stream(), CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_THREAD_LOCAL));
    try {
      queue.noting(memories, () -> operations.forEach(Runnable::run));
    } catch (RuntimeException e) {
      // The stream must leave capture whatever happened; what it returns is of no use.
      if (JCudaDriver.cuStreamEndCapture(queue.stream(), graph) == 0) {
        JCudaDriver.cuGraphDestroy(graph);
      }
      throw e;
    }
    Status.driver("cuStreamEndCapture", JCudaDriver.cuStreamEndCapture(queue.stream(), graph));
    return graph;
  }

  @Override
  public boolean isResident() {
    return resident != null;
  }

  @Override
  public void replay(int times) {
    if (times < 0) {
      throw new IllegalArgumentException("a plan cannot be replayed " + times + " times");
    }
    if (closed) {
      throw new IllegalStateException("this plan is closed");
    }
    // A graph holds bare addresses: the driver would not notice.
    memories.forEach(CudaMemory::requireOpen);
    queue.context().makeCurrent();
    if (resident != null && times > 0) {
      resident.queue(queue, times);
      return;
    }
    for (int i = 0; i < times; i++) {
      steps.forEach(Runnable::run);
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      try (resources) {
        queue.synchronize();
      }
    }
  }
}
