package dev.lamina.device.cuda;

import dev.lamina.device.Plan;
import dev.lamina.device.PlanContract;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUresult;
import jcuda.driver.CUstreamCaptureMode;
import jcuda.driver.CUstreamCaptureStatus;
import jcuda.driver.JCudaDriver;

/**
 * Recorded operations as CUDA graphs. Operations that a graph cannot hold, those of cuSOLVER, are queued between
 * graphs. The plan owns the scratch memory and the constants of its operations, so a replay allocates nothing. A plan
 * with a {@link ResidentProgram} is one kernel instead, which takes all replays of a call.
 */
final class CudaPlan implements Plan {

  private static final System.Logger LOG = System.getLogger(CudaPlan.class.getName());

  /** @param queued queues the operation, with what it needs beside its operands */
  private record Recorded(Operation operation, Runnable queued) {}

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
    Operation largest =
        operations.stream().max(Comparator.comparingLong(operation -> operation.scratch().bytes())).orElse(null);
    CudaMemory shared = largest == null || queue.keepsApart() ? null : scratch(largest);
    long constantBytes = operations.stream().mapToLong(operation -> operation.constantPlan().bytes()).sum();
    CudaMemory constants = constantBytes == 0 ? null : resources.open(new CudaMemory(queue, constantBytes));
    List<Recorded> recorded = new ArrayList<>();
    long offset = 0;
    for (Operation operation : operations) {
      Workspace workspace = new Workspace(queue.keepsApart() ? scratch(operation) : shared, constants, offset);
      for (Operation.Constant constant : operation.constants()) {
        host.write(constant.values(), workspace.constant(constant));
      }
      offset += operation.constantPlan().bytes();
      recorded.add(new Recorded(operation, () -> operation.queue(queue, workspace)));
    }
    for (int from = 0; from < recorded.size(); ) {
      int to = from;
      while (to < recorded.size() && recorded.get(to).operation.isCapturable()) {
        to++;
      }
      if (to > from) {
        addGraph(recorded.subList(from, to));
        from = to;
      } else {
        steps.add(recorded.get(from++).queued);
      }
    }
  }

  private CudaMemory scratch(Operation operation) {
    return operation.scratch().bytes() == 0 ? null : resources.open(operation.allocateScratch(queue));
  }

  /** Adds a graph of operations; should the driver refuse one of them, two graphs and that one between them. */
  private void addGraph(List<Recorded> operations) {
    if (operations.isEmpty()) {
      return;
    }
    try {
      CUgraphExec graph = graph(operations);
      steps.add(() -> Status.driver("cuGraphLaunch", JCudaDriver.cuGraphLaunch(graph, queue.stream())));
    } catch (CudaException e) {
      int refused = refusedInCapture(operations);
      if (refused < 0) {
        throw e;
      }
      LOG.log(System.Logger.Level.WARNING, operations.get(refused).operation.name()
          + " cannot be part of a CUDA graph here and is queued beside it: " + e.getMessage());
      addGraph(operations.subList(0, refused));
      steps.add(operations.get(refused).queued);
      addGraph(operations.subList(refused + 1, operations.size()));
    }
  }

  private CUgraphExec graph(List<Recorded> operations) {
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

  private CUgraph capture(List<Recorded> operations) {
    beginCapture();
    try {
      queue.noting(memories, () -> operations.forEach(recorded -> recorded.queued.run()));
    } catch (RuntimeException e) {
      abandonCapture();
      throw e;
    }
    CUgraph graph = new CUgraph();
    Status.driver("cuStreamEndCapture", JCudaDriver.cuStreamEndCapture(queue.stream(), graph));
    return graph;
  }

  /** In the mode that forbids least: cuBLAS may load a kernel the first time that it needs it. */
  private void beginCapture() {
    queue.context().makeCurrent();
    Status.driver("cuStreamBeginCapture", JCudaDriver.cuStreamBeginCapture(
        queue.stream(), CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_RELAXED));
  }

  /** The stream must leave capture whatever happened; what it returns is of no use. */
  private void abandonCapture() {
    CUgraph graph = new CUgraph();
    if (JCudaDriver.cuStreamEndCapture(queue.stream(), graph) == CUresult.CUDA_SUCCESS) {
      JCudaDriver.cuGraphDestroy(graph);
    }
  }

  /** The first operation that ends a capture before its time, which its end does not tell; -1 if none does. */
  private int refusedInCapture(List<Recorded> operations) {
    beginCapture();
    try {
      for (int i = 0; i < operations.size(); i++) {
        try {
          operations.get(i).queued.run();
        } catch (CudaException e) {
          return isInvalidated() ? i : -1;
        }
        if (isInvalidated()) {
          return i;
        }
      }
      return -1;
    } finally {
      abandonCapture();
    }
  }

  private boolean isInvalidated() {
    int[] status = {0};
    Status.driver("cuStreamIsCapturing", JCudaDriver.cuStreamIsCapturing(queue.stream(), status));
    return status[0] == CUstreamCaptureStatus.CU_STREAM_CAPTURE_STATUS_INVALIDATED;
  }

  @Override
  public boolean isResident() {
    return resident != null;
  }

  @Override
  public void replay(int times) {
    PlanContract.replay(times, closed);
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
