package dev.lamina.network;

import dev.lamina.device.Activation;
import java.util.ArrayList;
import java.util.List;

/**
 * A network's layers, of which the last is the classifier. Linear, hybrid (nonlinear, then linear) and fully nonlinear
 * networks differ only in this list.
 *
 * @param layers layer l at index l - 1; each takes as many inputs as the one before has outputs
 * @param outputScale alpha, which multiplies the classifier's output inside the loss
 */
public record Architecture(List<LayerSpec> layers, double outputScale) {

  public Architecture {
    layers = List.copyOf(layers);
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("a network needs at least 1 layer, its classifier, not 0");
    }
    for (int l = 2; l <= layers.size(); l++) {
      int given = layers.get(l - 2).outputs();
      int taken = layers.get(l - 1).inputs();
      if (given != taken) {
        throw new IllegalArgumentException(
            "layer " + l + " takes " + taken + " inputs, but layer " + (l - 1) + " has " + given + " outputs");
      }
    }
    LayerSpec classifier = layers.get(layers.size() - 1);
    if (classifier.nonlinear() || classifier.batchNorm()) {
      throw new IllegalArgumentException("layer " + layers.size()
          + ", the classifier, can have neither an activation nor batch normalisation, not " + classifier);
    }
    if (classifier.outputs() < 2) {
      throw new IllegalArgumentException("a classifier needs at least 2 classes, not " + classifier.outputs());
    }
    if (!(outputScale > 0) || Double.isInfinite(outputScale)) {
      throw new IllegalArgumentException("the output scale must be positive and finite, not " + outputScale);
    }
  }

  /** L, the number of weight matrices; the hidden layers are one fewer. */
  public int depth() {
    return layers.size();
  }

  /** d_0. */
  public int inputs() {
    return layers.get(0).inputs();
  }

  /** K. */
  public int classes() {
    return layers.get(depth() - 1).outputs();
  }

  /** Layer l of 1..L. */
  public LayerSpec layer(int layer) {
    if (layer < 1 || layer > depth()) {
      throw new IllegalArgumentException("layer " + layer + " of a network of layers 1 to " + depth());
    }
    return layers.get(layer - 1);
  }

  /** d_l, the dimension of the features of layer l of 0..L. */
  public int width(int layer) {
    return layer == 0 ? inputs() : layer(layer).outputs();
  }

  /** The largest d_l of l = 1..L. */
  public int widest() {
    return layers.stream().mapToInt(LayerSpec::outputs).max().orElseThrow();
  }

  /** Whether the network is a product of matrices: no bias, no batch normalisation, no activation. */
  public boolean isLinear() {
    return layers.stream().allMatch(LayerSpec::isPlain);
  }

  public boolean hasBatchNorm() {
    return layers.stream().anyMatch(LayerSpec::batchNorm);
  }

  /** Numbers that training changes, in one member. */
  public long parameters() {
    return layers.stream().mapToLong(LayerSpec::parameters).sum();
  }

  /** A network without hidden layers, to which the builder's methods add. */
  public static Builder builder(int inputs, int classes) {
    return new Builder(inputs, classes);
  }

  /** Hidden layers of one width, the first of them nonlinear, the rest plain linear, then the classifier. */
  public static final class Builder {
    private final int inputs;
    private final int classes;
    private int hidden;
    private int width = 1;
    private int nonlinear;
    private Activation activation = Activation.RELU;
    private boolean batchNorm;
    private boolean bias;
    private double outputScale = 1;

    private Builder(int inputs, int classes) {
      this.inputs = inputs;
      this.classes = classes;
    }

    /** {@code count} hidden layers of {@code width} features. */
    public Builder hidden(int count, int width) {
      if (count < 0) {
        throw new IllegalArgumentException("the number of hidden layers must be at least 0, not " + count);
      }
      this.hidden = count;
      this.width = width;
      return this;
    }

    /** Makes the first {@code count} hidden layers (linear, batch normalisation if asked for, activation). */
    public Builder nonlinear(int count, Activation activation, boolean batchNorm) {
      this.nonlinear = count;
      this.activation = activation;
      this.batchNorm = batchNorm;
      return this;
    }

    /** Whether every layer, the classifier too, has a bias. */
    public Builder bias(boolean bias) {
      this.bias = bias;
      return this;
    }

    public Builder outputScale(double outputScale) {
      this.outputScale = outputScale;
      return this;
    }

    public Architecture build() {
      if (nonlinear < 0 || nonlinear > hidden) {
        throw new IllegalArgumentException(
            "of " + hidden + " hidden layers, 0 to " + hidden + " can be nonlinear, not " + nonlinear);
      }
      List<LayerSpec> layers = new ArrayList<>();
      int from = inputs;
      for (int l = 0; l < hidden; l++) {
        boolean shaped = l < nonlinear;
        layers.add(new LayerSpec(from, width, bias, shaped && batchNorm, shaped ? activation : Activation.IDENTITY));
        from = width;
      }
      layers.add(new LayerSpec(from, classes, bias, false, Activation.IDENTITY));
      return new Architecture(layers, outputScale);
    }
  }
}
