package dev.lamina.device;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;

/**
 * A stack of column-major matrices on the host, in float64: what references compute with. A single member stands for
 * all of an ensemble's, as on a device.
 */
record Host(int rows, int columns, int members, double[] values) {

  /** An entry as a function of its place. */
  interface Entry {
    double at(int member, int row, int column);
  }

  static Host make(int rows, int columns, int members, Entry entry) {
    Host made = new Host(rows, columns, members, new double[rows * columns * members]);
    for (int e = 0; e < members; e++) {
      for (int j = 0; j < columns; j++) {
        for (int i = 0; i < rows; i++) {
          made.set(e, i, j, entry.at(e, i, j));
        }
      }
    }
    return made;
  }

  /** One matrix from its columns, one after the other. */
  static Host of(int rows, int columns, double... values) {
    return new Host(rows, columns, 1, values);
  }

  /** A 1 x 1 value for each member. */
  static Host scalar(double... values) {
    return new Host(1, 1, values.length, values);
  }

  static Host filled(int rows, int columns, int members, double value) {
    return make(rows, columns, members, (e, i, j) -> value);
  }

  static Host normal(RandomGenerator random, int rows, int columns, int members) {
    return make(rows, columns, members, (e, i, j) -> random.nextGaussian());
  }

  /** Labels or indices below {@code bound}. */
  static Host integers(RandomGenerator random, int bound, int columns, int members) {
    return make(1, columns, members, (e, i, j) -> random.nextInt(bound));
  }

  double at(int member, int row, int column) {
    return values[index(member, row, column)];
  }

  void set(int member, int row, int column, double value) {
    values[index(member, row, column)] = value;
  }

  private int index(int member, int row, int column) {
    return ((members == 1 ? 0 : member) * columns + column) * rows + row;
  }

  Host member(int member) {
    int size = rows * columns;
    int from = members == 1 ? 0 : member * size;
    return new Host(rows, columns, 1, Arrays.copyOfRange(values, from, from + size));
  }

  Host columns(int from, int to) {
    return make(rows, to - from, members, (e, i, j) -> at(e, i, from + j));
  }

  Host map(DoubleUnaryOperator function) {
    return new Host(rows, columns, members, Arrays.stream(values).map(function).toArray());
  }

  Host abs() {
    return map(Math::abs);
  }

  Host copy() {
    return map(value -> value);
  }

  Host transposed() {
    return make(columns, rows, members, (e, i, j) -> at(e, j, i));
  }

  /** The values that a device holds after these were written as {@code type}. */
  Host as(ElementType type) {
    return switch (type) {
      case FLOAT32 -> map(value -> (float) value);
      case FLOAT64 -> copy();
      case INT32 -> map(value -> (int) value);
    };
  }

  double largest() {
    return Arrays.stream(values).map(Math::abs).max().orElse(0);
  }
}
