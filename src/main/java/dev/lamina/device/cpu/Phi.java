package dev.lamina.device.cpu;

import dev.lamina.device.Activation;
import org.apache.commons.numbers.gamma.Erfc;

/**
 * An activation on tiles: values in place of arguments, and a gradient times the derivative. Each has loops of its own,
 * which the JIT vectorises; one loop for all would call a function for each entry.
 */
interface Phi {

  /** Replaces {@code z} by {@code phi(z)}. */
  void value(float[] z, int count);

  void value(double[] z, int count);

  /**
   * Multiplies {@code delta} by {@code phi'(z)}.
   *
   * @param source {@code phi(z)}, or {@code z} where {@link Activation#derivativeNeedsArgument()}
   */
  void backward(float[] delta, float[] source, int count);

  void backward(double[] delta, double[] source, int count);

  static Phi of(Activation activation) {
    return switch (activation) {
      case IDENTITY -> new Identity();
      case RELU -> new Relu();
      case LEAKY_RELU -> new LeakyRelu();
      case TANH -> new Tanh();
      case GELU -> new Gelu();
    };
  }

  final class Identity implements Phi {
    @Override
    public void value(float[] z, int count) {}

    @Override
    public void value(double[] z, int count) {}

    @Override
    public void backward(float[] delta, float[] h, int count) {}

    @Override
    public void backward(double[] delta, double[] h, int count) {}
  }

  final class Relu implements Phi {
    @Override
    public void value(float[] z, int count) {
      for (int i = 0; i < count; i++) {
        z[i] = Math.max(z[i], 0f);
      }
    }

    @Override
    public void value(double[] z, int count) {
      for (int i = 0; i < count; i++) {
        z[i] = Math.max(z[i], 0);
      }
    }

    @Override
    public void backward(float[] delta, float[] h, int count) {
      for (int i = 0; i < count; i++) {
        delta[i] = h[i] > 0 ? delta[i] : 0f;
      }
    }

    @Override
    public void backward(double[] delta, double[] h, int count) {
      for (int i = 0; i < count; i++) {
        delta[i] = h[i] > 0 ? delta[i] : 0;
      }
    }
  }

  final class LeakyRelu implements Phi {
    private static final double SLOPE = Activation.LEAKY_SLOPE;

    @Override
    public void value(float[] z, int count) {
      for (int i = 0; i < count; i++) {
        z[i] = z[i] > 0 ? z[i] : (float) SLOPE * z[i];
      }
    }

    @Override
    public void value(double[] z, int count) {
      for (int i = 0; i < count; i++) {
        z[i] = z[i] > 0 ? z[i] : SLOPE * z[i];
      }
    }

    @Override
    public void backward(float[] delta, float[] h, int count) {
      for (int i = 0; i < count; i++) {
        delta[i] = h[i] > 0 ? delta[i] : (float) SLOPE * delta[i];
      }
    }

    @Override
    public void backward(double[] delta, double[] h, int count) {
      for (int i = 0; i < count; i++) {
        delta[i] = h[i] > 0 ? delta[i] : SLOPE * delta[i];
      }
    }
  }

  final class Tanh implements Phi {
    @Override
    public void value(float[] z, int count) {
      for (int i = 0; i < count; i++) {
        z[i] = (float) Math.tanh(z[i]);
      }
    }

    @Override
    public void value(double[] z, int count) {
      for (int i = 0; i < count; i++) {
        z[i] = Math.tanh(z[i]);
      }
    }

    @Override
    public void backward(float[] delta, float[] h, int count) {
      for (int i = 0; i < count; i++) {
        delta[i] *= 1 - h[i] * h[i];
      }
    }

    @Override
    public void backward(double[] delta, double[] h, int count) {
      for (int i = 0; i < count; i++) {
        delta[i] *= 1 - h[i] * h[i];
      }
    }
  }

  final class Gelu implements Phi {
    @Override
    public void value(float[] z, int count) {
      for (int i = 0; i < count; i++) {
        z[i] = (float) value(z[i]);
      }
    }

    @Override
    public void value(double[] z, int count) {
      for (int i = 0; i < count; i++) {
        z[i] = value(z[i]);
      }
    }

    @Override
    public void backward(float[] delta, float[] z, int count) {
      for (int i = 0; i < count; i++) {
        delta[i] = (float) (delta[i] * derivative(z[i]));
      }
    }

    @Override
    public void backward(double[] delta, double[] z, int count) {
      for (int i = 0; i < count; i++) {
        delta[i] *= derivative(z[i]);
      }
    }

    /** Through erfc, so that the left tail keeps its digits. */
    private static double value(double z) {
      return 0.5 * z * Erfc.value(-z * Math.sqrt(0.5));
    }

    private static double derivative(double z) {
      double density = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
      return 0.5 * Erfc.value(-z * Math.sqrt(0.5)) + z * density;
    }
  }
}
