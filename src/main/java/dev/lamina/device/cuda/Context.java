package dev.lamina.device.cuda;

import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN;

import java.nio.charset.StandardCharsets;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.JCudaDriver;

/** One GPU, opened: its primary context, which the CUDA libraries use too. */
final class Context implements AutoCloseable {

  /** The driver keeps one current context for each thread, whoever set it; this is its mirror. */
  private static final ThreadLocal<Context> CURRENT = new ThreadLocal<>();

  private final CUdevice device = new CUdevice();
  private final CUcontext context = new CUcontext();

  /**
   * @throws CudaException if there is no such GPU, or its driver does not start
   */
  Context(int ordinal) {
    Status.driver("cuInit", JCudaDriver.cuInit(0));
    int[] count = {0};
    Status.driver("cuDeviceGetCount", JCudaDriver.cuDeviceGetCount(count));
    if (ordinal >= count[0]) {
      throw new CudaException("there is no GPU number " + ordinal + ": the driver knows "
          + (count[0] == 0 ? "none" : count[0] + ", counted from 0"));
    }
    Status.driver("cuDeviceGet", JCudaDriver.cuDeviceGet(device, ordinal));
    Status.driver("cuDevicePrimaryCtxRetain", JCudaDriver.cuDevicePrimaryCtxRetain(context, device), "GPU " + ordinal);
    try {
      makeCurrent();
    } catch (CudaException e) {
      close();
      throw e;
    }
  }

  /** Makes the context the calling thread's, which every call of the driver needs. */
  void makeCurrent() {
    if (CURRENT.get() != this) {
      Status.driver("cuCtxSetCurrent", JCudaDriver.cuCtxSetCurrent(context));
      CURRENT.set(this);
    }
  }

  /** Such as {@code NVIDIA H200}. */
  String name() {
    byte[] name = new byte[256];
    Status.driver("cuDeviceGetName", JCudaDriver.cuDeviceGetName(name, name.length, device));
    return new String(name, StandardCharsets.UTF_8).replaceAll("\0.*", "").trim();
  }

  /** Compute capability as one number: 90 for 9.0. */
  int architecture() {
    return 10 * attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR)
        + attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR);
  }

  /** Shared memory that a block may have if it asks for it. */
  int sharedBytesOfBlock() {
    return attribute(CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN);
  }

  private int attribute(int attribute) {
    int[] value = {0};
    Status.driver("cuDeviceGetAttribute", JCudaDriver.cuDeviceGetAttribute(value, attribute, device),
        "number " + attribute);
    return value[0];
  }

  /** Bytes that nobody has taken yet. */
  long freeBytes() {
    long[] free = {0};
    Status.driver("cuMemGetInfo", JCudaDriver.cuMemGetInfo(free, new long[1]));
    return free[0];
  }

  /** The newest CUDA version that the driver knows, as {@code 12.6}. */
  String driverVersion() {
    int[] version = {0};
    Status.driver("cuDriverGetVersion", JCudaDriver.cuDriverGetVersion(version));
    return version[0] / 1000 + "." + version[0] % 1000 / 10;
  }

  @Override
  public void close() {
    CURRENT.remove();
    Status.driver("cuDevicePrimaryCtxRelease", JCudaDriver.cuDevicePrimaryCtxRelease(device));
  }
}
