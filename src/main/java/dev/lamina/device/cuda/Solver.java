package dev.lamina.device.cuda;

import jcuda.jcusolver.JCusolverDn;
import jcuda.jcusolver.cusolverDnHandle;

/** cuSOLVER on one stream. */
final class Solver implements AutoCloseable {

  private final cusolverDnHandle handle = new cusolverDnHandle();

  Solver(Queue queue) {
    queue.context().makeCurrent();
    Status.solver("cusolverDnCreate", JCusolverDn.cusolverDnCreate(handle), "");
    try {
      Status.solver("cusolverDnSetStream", JCusolverDn.cusolverDnSetStream(handle, queue.runtimeStream()), "");
    } catch (RuntimeException e) {
      try (this) {
        throw e;
      }
    }
  }

  cusolverDnHandle handle() {
    return handle;
  }

  @Override
  public void close() {
    Status.solver("cusolverDnDestroy", JCusolverDn.cusolverDnDestroy(handle), "");
  }
}
