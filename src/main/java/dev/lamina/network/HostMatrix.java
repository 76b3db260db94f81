package dev.lamina.network;

import dev.lamina.device.Device;
import dev.lamina.device.Matrix;
import java.util.Objects;

/**
 * A named matrix in host memory, row-major: a weight's rows are its outputs, as PyTorch stores it.
 *
 * @param name what it is, for messages and files
 * @param values {@code rows * columns} numbers, not copied
 */
public record HostMatrix(String name, int rows, int columns, double[] values) {

  public HostMatrix {
    Objects.requireNonNull(name, "name");
    if (rows < 0 || columns < 0 || values.length != (long) rows * columns) {
      throw new IllegalArgumentException(
          name + " of " + rows + " x " + columns + " cannot have " + values.length + " values");
    }
  }

  /** Reads a floating matrix of one member; waits for the device. */
  public static HostMatrix read(Device device, String name, Matrix source) {
    double[] stored = new double[Math.toIntExact(source.stored())];
    device.read(source, stored);
    return new HostMatrix(name, source.rows(), source.columns(),
        transposed(stored, source.columns(), source.rows()));
  }

  /**
   * Writes the values to a matrix of one member.
   *
   * @throws IllegalArgumentException if the shapes differ; the message has both
   */
  public void write(Device device, Matrix target) {
    if (rows != target.rows() || columns != target.columns()) {
      throw new IllegalArgumentException(name + " must be " + target.rows() + " x " + target.columns() + ", not "
          + rows + " x " + columns);
    }
    device.write(transposed(values, rows, columns), target);
  }

  /** From row-major {@code rows x columns} to column-major; with the numbers swapped, the way back. */
  private static double[] transposed(double[] values, int rows, int columns) {
    double[] result = new double[values.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        result[j * rows + i] = values[i * columns + j];
      }
    }
    return result;
  }
}
