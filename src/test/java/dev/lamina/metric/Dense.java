package dev.lamina.metric;

import java.util.Arrays;
import java.util.Random;

/** Column-major float64 matrices on the host, computed the obvious way: what the measures are held against. */
record Dense(int rows, int columns, double[] values) {

  static Dense zeros(int rows, int columns) {
    return new Dense(rows, columns, new double[rows * columns]);
  }

  static Dense of(int rows, int columns, double... values) {
    return new Dense(rows, columns, values);
  }

  static Dense gaussian(Random random, int rows, int columns) {
    Dense a = zeros(rows, columns);
    for (int i = 0; i < a.values.length; i++) {
      a.values[i] = random.nextGaussian();
    }
    return a;
  }

  static Dense identity(int rows, int columns, double scale) {
    Dense a = zeros(rows, columns);
    for (int i = 0; i < Math.min(rows, columns); i++) {
      a.values[i + i * rows] = scale;
    }
    return a;
  }

  /** Orthonormal columns by Gram-Schmidt, done twice; rows >= columns. */
  static Dense orthonormal(Random random, int rows, int columns) {
    Dense q = gaussian(random, rows, columns);
    for (int j = 0; j < columns; j++) {
      for (int pass = 0; pass < 2; pass++) {
        for (int k = 0; k < j; k++) {
          double inner = q.column(k).transposed().times(q.column(j)).at(0, 0);
          for (int i = 0; i < rows; i++) {
            q.values[i + j * rows] -= inner * q.at(i, k);
          }
        }
      }
      double norm = q.column(j).norm();
      for (int i = 0; i < rows; i++) {
        q.values[i + j * rows] /= norm;
      }
    }
    return q;
  }

  double at(int row, int column) {
    return values[row + column * rows];
  }

  Dense column(int column) {
    return columns(column, column + 1);
  }

  Dense columns(int from, int to) {
    return new Dense(rows, to - from, Arrays.copyOfRange(values, from * rows, to * rows));
  }

  Dense transposed() {
    Dense t = zeros(columns, rows);
    for (int j = 0; j < columns; j++) {
      for (int i = 0; i < rows; i++) {
        t.values[j + i * columns] = at(i, j);
      }
    }
    return t;
  }

  Dense times(Dense b) {
    if (columns != b.rows) {
      throw new IllegalArgumentException(rows + " x " + columns + " times " + b.rows + " x " + b.columns);
    }
    Dense c = zeros(rows, b.columns);
    for (int j = 0; j < b.columns; j++) {
      for (int k = 0; k < columns; k++) {
        double factor = b.at(k, j);
        for (int i = 0; i < rows; i++) {
          c.values[i + j * rows] += at(i, k) * factor;
        }
      }
    }
    return c;
  }

  Dense plus(Dense b, double factor) {
    Dense c = zeros(rows, columns);
    for (int i = 0; i < values.length; i++) {
      c.values[i] = values[i] + factor * b.values[i];
    }
    return c;
  }

  Dense minus(Dense b) {
    return plus(b, -1);
  }

  Dense scaled(double factor) {
    return zeros(rows, columns).plus(this, factor);
  }

  /** Exactly, where nothing leaves the range of float64. */
  Dense timesPowerOfTwo(int exponent) {
    Dense c = zeros(rows, columns);
    for (int i = 0; i < values.length; i++) {
      c.values[i] = Math.scalb(values[i], exponent);
    }
    return c;
  }

  double trace() {
    double sum = 0;
    for (int i = 0; i < rows; i++) {
      sum += at(i, i);
    }
    return sum;
  }

  double norm() {
    double sum = 0;
    for (double value : values) {
      sum += value * value;
    }
    return Math.sqrt(sum);
  }

  double dot(Dense b) {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += values[i] * b.values[i];
    }
    return sum;
  }

  /** The values as float32 holds them. */
  Dense rounded() {
    Dense r = zeros(rows, columns);
    for (int i = 0; i < values.length; i++) {
      r.values[i] = (float) values[i];
    }
    return r;
  }
}
