package dev.lamina.device.cuda;

/** The first GPU as tests want it. */
public final class CudaVariants {
  private static final int FEW_ROWS = 2;

  private CudaVariants() {}

  /** With grids of two rows: beyond, kernels loop over members as a GPU's do beyond 65,535. */
  public static CudaDevice ofSmallGrids() {
    return new CudaDevice(0, false, Panels.BYTES, Long.MAX_VALUE, FEW_ROWS);
  }

  /** Without resident kernels, each of which is compiled for the shapes of one network. */
  public static CudaDevice ofGraphs() {
    return new CudaDevice(0, false, Panels.BYTES, 0, Queue.MOST_ROWS);
  }
}
