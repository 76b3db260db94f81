package dev.lamina.device.cuda;

import jcuda.jcusolver.JCusolver;
import jcuda.jcusolver.JCusolverDn;
import jcuda.jcusolver.cusolverDnHandle;

/** cuSOLVER on one stream. */
final class Solver implements AutoCloseable {

  private final cusolverDnHandle handle = new cusolverDnHandle();
  private final Context context;

  Solver(Queue queue) {
    context = queue.context();
    context.makeCurrent();
    Status.solver("cusolverDnCreate", JCusolverDn.cusolverDnCreate(handle), "");
    try {
      Status.solver("cusolverDnSetStream", JCusolverDn.cusolverDnSetStream(handle, queue.runtimeStream()), "");
    } catch (RuntimeException e) {
      try (this) {
        throw e;
      }
    }
  }

  /** The handle, whose context is the calling thread's. */
  cusolverDnHandle handle() {
    context.makeCurrent();
    return handle;
  }

  /** Such as {@code 11.6.4}. */
  String version() {
    int[] version = {0};
    Status.solver("cusolverGetVersion", JCusolver.cusolverGetVersion(version), "");
    return version[0] / 1000 + "." + version[0] / 100 % 10 + "." + version[0] % 100;
  }

  @Override
  public void close() {
    context.makeCurrent();
    Status.solver("cusolverDnDestroy", JCusolverDn.cusolverDnDestroy(handle), "");
  }
}
