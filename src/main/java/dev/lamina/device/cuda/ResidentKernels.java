package dev.lamina.device.cuda;

import java.util.List;

/** Chooses the recordings that become resident kernels. */
final class ResidentKernels {

  private static final System.Logger LOG = System.getLogger(ResidentKernels.class.getName());

  /** Static shared memory of a resident kernel. */
  private static final long RESERVED = 1024;

  private final Kernels kernels;
  private long bytes;

  /** @param sharedBytes of a block */
  ResidentKernels(Kernels kernels, Variant variant, long sharedBytes) {
    this.kernels = kernels;
    bytes = Math.min(variant.residentBytes(), sharedBytes - RESERVED);
  }

  /**
   * The kernel of a recording. Null where it needs graphs, and, with a warning, where its kernel cannot be used: graphs
   * do the same more slowly, and no other one is tried.
   */
  Resident of(List<Operation> recorded) {
    return ResidentProgram.of(recorded, bytes).map(this::of).orElse(null);
  }

  private Resident of(ResidentProgram program) {
    try {
      return new Resident(program, kernels);
    } catch (CudaException e) {
      LOG.log(System.Logger.Level.WARNING,
          "a resident kernel cannot be used, and CUDA graphs take its place from here on: " + e.getMessage());
      bytes = Variant.NO_RESIDENTS;
      return null;
    }
  }
}
