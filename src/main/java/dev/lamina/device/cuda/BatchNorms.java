package dev.lamina.device.cuda;

import dev.lamina.device.BatchNorm;
import dev.lamina.device.ElementType;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Scalar;

/**
 * Batch normalisation: sums by slices of the batch, what follows from them for each row, and a pass over all entries.
 */
final class BatchNorms {

  private static final String FILE = "batch_norms";

  private final Kernels kernels;

  BatchNorms(Kernels kernels) {
    this.kernels = kernels;
  }

  Operation training(BatchNorm norm, Matrix z, Scalar momentum, Matrix y) {
    Kernel moments = kernels.get(FILE, y.type(), "moments");
    Kernel statistics = kernels.get(FILE, y.type(), "statistics");
    Kernel normalise = kernels.get(FILE, y.type(), "normalise");
    RowSlices share = RowSlices.of(y);
    int members = y.members();
    int rows = y.rows();
    int n = y.columns();
    Operation operation = new Operation();
    Slot sumSlot = operation.scratch("sums", ElementType.FLOAT64, rows, share.slices(), members);
    Slot squareSlot = operation.scratch("squares", ElementType.FLOAT64, rows, share.slices(), members);
    Slot centreSlot = operation.scratch("centres", ElementType.FLOAT64, rows, 1, members);
    Slot slopeSlot = operation.scratch("slopes", ElementType.FLOAT64, rows, 1, members);
    return operation.body((queue, workspace) -> {
      Matrix sums = workspace.scratch(sumSlot);
      Matrix squares = workspace.scratch(squareSlot);
      Matrix centres = workspace.scratch(centreSlot);
      Matrix slopes = workspace.scratch(slopeSlot);
      queue.launch(moments, share.blocks(), members, rows, n, share.slices(), z, sums, squares);
      queue.forEach(statistics, members, rows, rows, n, share.slices(), z, sums, squares, momentum, norm.gamma(),
          norm.runningMean(), norm.runningVariance(), norm.mean(), norm.inverseDeviation(), centres, slopes);
      queue.launch(normalise, share.blocks(), members, rows, n, share.slices(), centres, slopes, norm.beta(), z, y);
    });
  }

  Operation inference(BatchNorm norm, Matrix z, Matrix y) {
    Kernel infer = kernels.get(FILE, y.type(), "infer");
    RowSlices share = RowSlices.of(y);
    return Operation.of((queue, workspace) ->
        queue.launch(infer, share.blocks(), y.members(), y.rows(), y.columns(), share.slices(), norm.runningMean(),
            norm.runningVariance(), norm.gamma(), norm.beta(), z, y));
  }

  Operation backward(BatchNorm norm, Matrix z, Matrix delta, Matrix gammaGradient, Matrix betaGradient) {
    Kernel gradientSums = kernels.get(FILE, delta.type(), "gradient_sums");
    Kernel gradients = kernels.get(FILE, delta.type(), "gradients");
    Kernel propagate = kernels.get(FILE, delta.type(), "propagate");
    RowSlices share = RowSlices.of(delta);
    int members = delta.members();
    int rows = delta.rows();
    int n = delta.columns();
    Operation operation = new Operation();
    Slot sumSlot = operation.scratch("sums", ElementType.FLOAT64, rows, share.slices(), members);
    Slot productSlot = operation.scratch("products", ElementType.FLOAT64, rows, share.slices(), members);
    return operation.body((queue, workspace) -> {
      Matrix sums = workspace.scratch(sumSlot);
      Matrix products = workspace.scratch(productSlot);
      queue.launch(gradientSums, share.blocks(), members, rows, n, share.slices(), norm.mean(),
          norm.inverseDeviation(), z, delta, sums, products);
      queue.forEach(gradients, members, rows, rows, n, share.slices(), sums, products, gammaGradient, betaGradient);
      queue.launch(propagate, share.blocks(), members, rows, n, share.slices(), sums, products, norm.gamma(),
          norm.mean(), norm.inverseDeviation(), z, delta);
    });
  }
}
