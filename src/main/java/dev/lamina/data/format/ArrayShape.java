package dev.lamina.data.format;

import dev.lamina.data.DataException;
import java.util.Arrays;

/** Checks a shape that a file declares before anything is allocated for it. */
final class ArrayShape {
  /** NumPy's limit. */
  private static final int MOST_DIMENSIONS = 64;

  private ArrayShape() {}

  /**
   * The shape in ints, if {@code bytes} bytes are exactly what it needs.
   *
   * @param declared the dimensions, each at least 0
   * @param elementBytes bytes of one element; 0 only for arrays without elements
   * @param bytes bytes of values that the file has
   * @throws DataException if there are more than 64 dimensions, a dimension or the product is too large for a Java
   *     array, or the bytes do not match
   */
  static int[] check(long[] declared, long elementBytes, long bytes, String where) {
    elements(declared, where);
    requireBytes(declared, elementBytes, bytes, where);
    return Arrays.stream(declared).mapToInt(Math::toIntExact).toArray();
  }

  /** Checks the bytes of an array of any size, which is read a part at a time. */
  static void requireBytes(long[] declared, long elementBytes, long bytes, String where) {
    requireDimensions(declared, where);
    long product = product(declared, elementBytes, where);
    if (elementBytes == 0 && product > 0) {
      throw new DataException(where, product + " elements of no bytes", "elements that hold something",
          "save the array again");
    }
    if (product * elementBytes != bytes) {
      throw new DataException(
          where,
          "the shape " + Arrays.toString(declared) + " needs " + product * elementBytes + " bytes of values, there are "
              + bytes,
          "the shape to match the bytes",
          "the file is truncated or damaged: write or copy it again");
    }
  }

  private static long product(long[] declared, long elementBytes, String where) {
    try {
      long product = Arrays.stream(declared).anyMatch(n -> n == 0) ? 0
          : Arrays.stream(declared).reduce(1, Math::multiplyExact);
      Math.multiplyExact(product, elementBytes);
      return product;
    } catch (ArithmeticException e) {
      throw new DataException(where, "the shape " + Arrays.toString(declared) + " needs more than 2^63 bytes",
          "a shape that fits the file", "the file is damaged: write or copy it again", e);
    }
  }

  private static void requireDimensions(long[] declared, String where) {
    if (declared.length > MOST_DIMENSIONS) {
      throw new DataException(where, declared.length + " dimensions", "at most " + MOST_DIMENSIONS,
          "flatten the array, or check that the file is not damaged");
    }
  }

  /**
   * The product of the dimensions; {@link DataException} if there are too many of them, or no Java array could hold it.
   */
  static long elements(long[] declared, String where) {
    requireDimensions(declared, where);
    long product = 1;
    for (long dimension : declared) {
      // Once 0, the product stays 0; a zero dimension does not excuse one that an int cannot hold.
      product = dimension > Integer.MAX_VALUE || product > Integer.MAX_VALUE ? Long.MAX_VALUE : product * dimension;
    }
    if (product > Integer.MAX_VALUE) {
      throw new DataException(
          where,
          "the shape " + Arrays.toString(declared) + " has more elements than one Java array holds",
          "at most " + Integer.MAX_VALUE + " elements",
          "split the array, or check that the file is not damaged");
    }
    return product;
  }
}
