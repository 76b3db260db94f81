package dev.lamina.device.cuda;

import jcuda.driver.CUdeviceptr;

/** An address in a GPU's memory whose number is known, so that a kernel can be given it as part of a structure. */
final class DeviceAddress extends CUdeviceptr {

  /** Null, until the driver sets it. */
  DeviceAddress() {}

  private DeviceAddress(DeviceAddress start, long bytes) {
    super(start, bytes);
  }

  @Override
  public DeviceAddress withByteOffset(long bytes) {
    return new DeviceAddress(this, bytes);
  }

  long number() {
    return getNativePointer() + getByteOffset();
  }
}
