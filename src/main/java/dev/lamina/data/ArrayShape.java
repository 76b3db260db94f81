package dev.lamina.data;

import java.util.Arrays;

/** Checks a shape that a file declares before anything is allocated for it. */
final class ArrayShape {
  private ArrayShape() {}

  /**
   * The shape in ints, if {@code bytes} bytes are exactly what it needs.
   *
   * @param declared the dimensions, each at least 0
   * @param elementBytes bytes of one element
   * @param bytes bytes of values that the file has
   * @throws DataException if a dimension or the product is too large for a Java array, or the bytes do not match
   */
  static int[] check(long[] declared, int elementBytes, long bytes, String where) {
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
    if (product * elementBytes != bytes) {
      throw new DataException(
          where,
          "the shape " + Arrays.toString(declared) + " needs " + product * elementBytes + " bytes of values, there are "
              + bytes,
          "the shape to match the bytes",
          "the file is truncated or damaged: write or copy it again");
    }
    return Arrays.stream(declared).mapToInt(Math::toIntExact).toArray();
  }
}
