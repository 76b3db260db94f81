package dev.lamina.device.cuda;

/** The first GPU as tests want it, with memory for each matrix: what a kernel does beyond one is not done to its neighbour. */
public final class CudaVariants {
  private static final int FEW_ROWS = 2;

  private CudaVariants() {}

  /** With grids of two rows: beyond, kernels loop over members as a GPU's do beyond 65,535. */
  public static CudaDevice ofSmallGrids() {
    return new CudaDevice(0, false, Panels.BYTES, Long.MAX_VALUE, FEW_ROWS, true);
  }

  /** Without resident kernels, each of which is compiled for the shapes of one network. */
  public static CudaDevice ofGraphs() {
    return new CudaDevice(0, false, Panels.BYTES, CudaDevice.NO_RESIDENTS, Queue.MOST_ROWS, true);
  }
}
