package dev.lamina.device.cuda;

/**
 * The first GPU as tests want it, with memory for each matrix: what a kernel does beyond one is not done to its
 * neighbour.
 */
public final class CudaVariants {
  private CudaVariants() {}

  /**
   * With grids of one block and two rows: beyond, kernels loop as a GPU's do beyond two million elements and 65,535
   * members.
   */
  public static CudaDevice ofSmallGrids() {
    return new CudaDevice(0, false, new Variant(Panels.BYTES, Long.MAX_VALUE, 1, 2, true));
  }

  /** Without resident kernels, each of which is compiled for the shapes of one network. */
  public static CudaDevice ofGraphs() {
    return new CudaDevice(0, false,
        new Variant(Panels.BYTES, Variant.NO_RESIDENTS, Variant.USUAL.mostBlocks(), Variant.USUAL.mostRows(), true));
  }
}
