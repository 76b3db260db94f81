package dev.lamina.network;

import java.util.Arrays;

/**
 * What a stored layer can consist of. Its arrays are named after the layer: {@code layer1.weight}, {@code
 * layer1.norm.gamma}.
 */
public enum LayerPart {
  /** W, {@code outputs x inputs}. */
  WEIGHT("weight"),
  /** b, one number of each output; so are all that follow. */
  BIAS("bias"),
  /** The scale of batch normalisation. */
  GAMMA("norm.gamma"),
  /** The shift of batch normalisation. */
  BETA("norm.beta"),
  /** The mean that batch normalisation uses at inference. */
  RUNNING_MEAN("norm.running_mean"),
  /** The variance that batch normalisation uses at inference. */
  RUNNING_VARIANCE("norm.running_variance");

  private final String label;

  LayerPart(String label) {
    this.label = label;
  }

  /** The end of the array's name. */
  public String label() {
    return label;
  }

  /** What to say of a network without it, and how to get one with it. */
  public String words() {
    return switch (this) {
      case WEIGHT -> "weights";
      case BIAS -> "bias; set network.bias=true";
      default -> "batch normalisation; set network.batch-norm=true and network.nonlinear to the layers that have it";
    };
  }

  /** Whether it belongs to batch normalisation. */
  public boolean isNorm() {
    return this != WEIGHT && this != BIAS;
  }

  /** Whether a step of training changes it by its gradient. */
  public boolean isTrained() {
    return this != RUNNING_MEAN && this != RUNNING_VARIANCE;
  }

  /** Whether such a layer has it. */
  public boolean isIn(LayerSpec layer) {
    return switch (this) {
      case WEIGHT -> true;
      case BIAS -> layer.bias();
      default -> layer.batchNorm();
    };
  }

  /** The columns of its matrix, which has a row for each output. */
  public int columns(LayerSpec layer) {
    return this == WEIGHT ? layer.inputs() : 1;
  }

  /** Whether an array of that name is a weight, or goes with one, and so is a matrix even where it has one column. */
  public static boolean isMatrix(String name) {
    return Arrays.asList(name.split("\\.")).contains(WEIGHT.label);
  }
}
