package dev.lamina.data.format;

import dev.lamina.data.Tensor;

/** Turns column-major values (the first index moves fastest) into row-major ones. */
final class FortranOrder {
  private FortranOrder() {}

  /**
   * A tensor of equal shape whose values are those of {@code tensor} reordered: element (i_0, ..., i_r) moves from
   * position i_0 + s_0 (i_1 + s_1 (...)) to its place in C order.
   */
  static Tensor toRowMajor(Tensor tensor, String where) {
    int axes = tensor.rank();
    if (axes < 2 || tensor.size() == 0) {
      return tensor;
    }
    int[] shape = tensor.shape();
    Object to = tensor.kind().allocate(tensor.size(), where);
    int run = shape[axes - 1];
    int stride = tensor.size() / run;
    // A run along the last axis is contiguous in C order and strided in Fortran order; the other indices count up
    // in C order, the last of them fastest.
    int[] index = new int[axes - 1];
    for (int at = 0; at < tensor.size(); at += run) {
      int from = 0;
      for (int axis = axes - 2; axis >= 0; axis--) {
        from = from * shape[axis] + index[axis];
      }
      copy(tensor.values(), from, stride, to, at, run);
      for (int axis = axes - 2; axis >= 0 && ++index[axis] == shape[axis]; axis--) {
        index[axis] = 0;
      }
    }
    return new Tensor(tensor.name(), tensor.kind(), to, shape);
  }

  private static void copy(Object source, int from, int stride, Object target, int at, int count) {
    if (source instanceof float[] floats) {
      float[] out = (float[]) target;
      for (int i = 0; i < count; i++) {
        out[at + i] = floats[from + i * stride];
      }
    } else if (source instanceof double[] doubles) {
      double[] out = (double[]) target;
      for (int i = 0; i < count; i++) {
        out[at + i] = doubles[from + i * stride];
      }
    } else if (source instanceof long[] integers) {
      long[] out = (long[]) target;
      for (int i = 0; i < count; i++) {
        out[at + i] = integers[from + i * stride];
      }
    } else {
      String[] texts = (String[]) source;
      String[] out = (String[]) target;
      for (int i = 0; i < count; i++) {
        out[at + i] = texts[from + i * stride];
      }
    }
  }
}
