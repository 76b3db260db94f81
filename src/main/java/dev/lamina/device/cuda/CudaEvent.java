package dev.lamina.device.cuda;

import dev.lamina.device.Event;
import jcuda.driver.CUevent;
import jcuda.driver.JCudaDriver;

/** A point in a stream. */
final class CudaEvent implements Event {

  private final Queue queue;
  private final CUevent event = new CUevent();
  private boolean closed;

  CudaEvent(Queue queue) {
    this.queue = queue;
    queue.context().makeCurrent();
    Status.driver("cuEventCreate", JCudaDriver.cuEventCreate(event, 0));
    int code = JCudaDriver.cuEventRecord(event, queue.stream());
    if (code != 0) {
      JCudaDriver.cuEventDestroy(event);
      Status.driver("cuEventRecord", code);
    }
  }

  @Override
  public void await() {
    Status.driver("cuEventSynchronize", JCudaDriver.cuEventSynchronize(event));
  }

  @Override
  public double secondsSince(Event earlier) {
    float[] milliseconds = {0};
    await();
    Status.driver("cuEventElapsedTime",
        JCudaDriver.cuEventElapsedTime(milliseconds, ((CudaEvent) earlier).event, event));
    return milliseconds[0] / 1e3;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      queue.context().makeCurrent();
      Status.driver("cuEventDestroy", JCudaDriver.cuEventDestroy(event));
    }
  }
}
