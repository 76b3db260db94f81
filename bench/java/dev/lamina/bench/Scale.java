package dev.lamina.bench;

import dev.lamina.device.DeviceInfo;

/** How large the grids are. */
public enum Scale {
  /** A minute on two cores, the software CUDA device's too: shows that everything runs, not how fast. */
  QUICK(32L << 20, 512),
  CPU(256L << 20, 2048),
  GPU(4L << 30, 8192),
  /** The same sizes for a GPU that is there for minutes only. */
  BRIEF(4L << 30, 8192);

  private final long copyBytes;
  private final int productOrder;

  Scale(long copyBytes, int productOrder) {
    this.copyBytes = copyBytes;
    this.productOrder = productOrder;
  }

  static Scale of(boolean quick, boolean brief, DeviceInfo device) {
    return quick ? QUICK : device.kind().equals("cpu") ? CPU : brief ? BRIEF : GPU;
  }

  /** Of the copy that is the ceiling of bytes: more than any cache holds, but for {@link #QUICK}. */
  long copyBytes() {
    return copyBytes;
  }

  /** Of the square product that is the ceiling of flops. */
  int productOrder() {
    return productOrder;
  }
}
