package dev.lamina.data;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;

/**
 * A named array of any number of dimensions, row-major (C order: the last index moves fastest), in the element type
 * nearest to the file's. Values are shared, never copied: whoever changes them changes the tensor.
 */
public final class Tensor {
  /** How the values are held. */
  public enum Kind {
    /** {@code float[]}: float32, and float16 and bfloat16, which it holds exactly. */
    FLOAT32,
    /** {@code double[]}: float64. */
    FLOAT64,
    /** {@code long[]}: integers and booleans. */
    INTEGER,
    /** {@code String[]}: texts, which are labels or no concern of ours. */
    TEXT;

    /** A new array of {@code size} zeros; {@link DataException} if the JVM has no room for it. */
    public Object allocate(int size, String where) {
      try {
        return switch (this) {
          case FLOAT32 -> new float[size];
          case FLOAT64 -> new double[size];
          case INTEGER -> new long[size];
          case TEXT -> new String[size];
        };
      } catch (OutOfMemoryError e) {
        long bytes = (long) size * (this == FLOAT32 || this == TEXT ? Float.BYTES : Long.BYTES);
        throw new DataException(
            where,
            "it needs " + bytes + " bytes of memory in one array",
            "at most what this JVM's heap has left (its limit is " + Runtime.getRuntime().maxMemory() + " bytes)",
            "raise the limit with -Xmx or read fewer arrays",
            e);
      }
    }
  }

  private final String name;
  private final Kind kind;
  private final int[] shape;
  private final int size;
  private final Object values;

  /**
   * A tensor of any kind.
   *
   * @param values an array as {@code kind} holds them
   * @throws IllegalArgumentException if the shape is not of as many values
   */
  public Tensor(String name, Kind kind, Object values, int[] shape) {
    this.name = Objects.requireNonNull(name);
    this.kind = kind;
    this.values = values;
    this.shape = shape.clone();
    this.size = Array.getLength(values);
    long product = 1;
    for (int dimension : shape) {
      if (dimension < 0) {
        throw new IllegalArgumentException("array '" + name + "': negative dimension in " + Arrays.toString(shape));
      }
      product = dimension == 0 ? 0 : Math.multiplyExact(product, dimension);
    }
    if (product != size) {
      throw new IllegalArgumentException(
          "array '" + name + "': shape " + Arrays.toString(shape) + " needs " + product + " values, got " + size);
    }
  }

  /**
   * A float32 tensor.
   *
   * @throws IllegalArgumentException if the product of {@code shape} is not the number of values; so the others
   */
  public static Tensor of(String name, float[] values, int... shape) {
    return new Tensor(name, Kind.FLOAT32, values, shape);
  }

  /** A float64 tensor. */
  public static Tensor of(String name, double[] values, int... shape) {
    return new Tensor(name, Kind.FLOAT64, values, shape);
  }

  /** An integer tensor. */
  public static Tensor of(String name, long[] values, int... shape) {
    return new Tensor(name, Kind.INTEGER, values, shape);
  }

  /** The array's name in its file, or the file's name without extension where a file holds one nameless array. */
  public String name() {
    return name;
  }

  /** How the values are held. */
  public Kind kind() {
    return kind;
  }

  /** Number of dimensions; 0 for a scalar. */
  public int rank() {
    return shape.length;
  }

  /** Length along one axis, the first being 0. */
  public int dimension(int axis) {
    return shape[axis];
  }

  /** A copy of the shape. */
  public int[] shape() {
    return shape.clone();
  }

  /** Number of values: the product of the shape. */
  public int size() {
    return size;
  }

  /**
   * The values as float32: the tensor's own array if it is FLOAT32, a rounded copy otherwise; {@link DataException} for
   * text.
   */
  public float[] floats() {
    if (values instanceof float[] floats) {
      return floats;
    }
    float[] copy = new float[size];
    if (values instanceof double[] doubles) {
      for (int i = 0; i < size; i++) {
        copy[i] = (float) doubles[i];
      }
    } else {
      long[] integers = wholeNumbers();
      for (int i = 0; i < size; i++) {
        copy[i] = integers[i];
      }
    }
    return copy;
  }

  /**
   * The values as float64: the tensor's own array if it is FLOAT64, a copy otherwise; {@link DataException} for text.
   */
  public double[] doubles() {
    if (values instanceof double[] doubles) {
      return doubles;
    }
    double[] copy = new double[size];
    if (values instanceof float[] floats) {
      for (int i = 0; i < size; i++) {
        copy[i] = floats[i];
      }
    } else {
      long[] integers = wholeNumbers();
      for (int i = 0; i < size; i++) {
        copy[i] = integers[i];
      }
    }
    return copy;
  }

  /** What numbers are asked of that is not floating; {@link DataException} if it is text. */
  private long[] wholeNumbers() {
    if (values instanceof long[] integers) {
      return integers;
    }
    throw new DataException("array '" + name + "'", "the array is " + this, "numbers", "name an array of numbers");
  }

  /**
   * The tensor's own integers.
   *
   * @throws IllegalStateException if the kind is not INTEGER: floats are never taken for integers
   */
  public long[] integers() {
    if (values instanceof long[] integers) {
      return integers;
    }
    throw new IllegalStateException("array '" + name + "' holds " + kind + ", not integers");
  }

  /** The same values under another name. */
  public Tensor renamed(String newName) {
    return new Tensor(newName, kind, values, shape);
  }

  /**
   * The same values, in the same order, in another shape.
   *
   * @throws IllegalArgumentException if its product is not {@link #size()}
   */
  public Tensor reshaped(int... newShape) {
    return new Tensor(name, kind, values, newShape);
  }

  /** The values as they are held: {@code float[]}, {@code double[]}, {@code long[]} or {@code String[]}. */
  public Object values() {
    return values;
  }

  /** Kind and shape, such as {@code float32 [30, 50]}. */
  @Override
  public String toString() {
    return kind.name().toLowerCase(Locale.ROOT) + " " + Arrays.toString(shape);
  }
}
