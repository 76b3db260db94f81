package dev.lamina.device;

/** A recorded sequence of operations that runs again without host work: a CUDA graph, or a list of CPU tasks. */
public interface Plan extends AutoCloseable {

  /** Runs the sequence once; it may return before the device has finished. */
  void replay();

  @Override
  void close();
}
