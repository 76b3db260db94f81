package dev.lamina.device.cuda;

/** A CUDA device for tests whose grids end where an ensemble of a few members goes on. */
public final class SmallGrids {
  private static final int ROWS = 2;

  private SmallGrids() {}

  /** The first GPU with grids of two rows: beyond, kernels loop over members as a GPU's do beyond 65,535. */
  public static CudaDevice open() {
    return new CudaDevice(0, false, Panels.BYTES, Long.MAX_VALUE, ROWS);
  }
}
