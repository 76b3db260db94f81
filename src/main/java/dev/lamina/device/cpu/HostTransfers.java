package dev.lamina.device.cpu;

import dev.lamina.device.ElementType;
import dev.lamina.device.Matrix;

/** Copies between arrays and matrices, converted where the types differ. */
final class HostTransfers {

  private HostTransfers() {}

  static void write(double[] source, Matrix target) {
    Values[] values = Values.of(target);
    for (int e = 0; e < values.length; e++) {
      values[e].put(0, source, (int) (e * target.size()), (int) target.size());
    }
  }

  static void write(float[] source, Matrix target) {
    if (target.type() == ElementType.FLOAT64) {
      double[] wide = new double[source.length];
      for (int i = 0; i < wide.length; i++) {
        wide[i] = source[i];
      }
      write(wide, target);
      return;
    }
    Values[] values = Values.of(target);
    for (int e = 0; e < values.length; e++) {
      ((Values.Floats) values[e]).put(0, source, (int) (e * target.size()), (int) target.size());
    }
  }

  static void write(int[] source, Matrix target) {
    Integers[] integers = Integers.of(target);
    for (int e = 0; e < integers.length; e++) {
      integers[e].buffer().put(0, source, (int) (e * target.size()), (int) target.size());
    }
  }

  static void read(Matrix source, double[] target) {
    Values[] values = Values.of(source);
    for (int e = 0; e < (source.isBroadcast() ? 1 : values.length); e++) {
      values[e].get(0, target, (int) (e * source.size()), (int) source.size());
    }
  }

  static void read(Matrix source, int[] target) {
    Integers[] integers = Integers.of(source);
    for (int e = 0; e < (source.isBroadcast() ? 1 : integers.length); e++) {
      integers[e].buffer().get(0, target, (int) (e * source.size()), (int) source.size());
    }
  }
}
