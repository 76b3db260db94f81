package dev.lamina.data.format;

import dev.lamina.data.DataException;
import dev.lamina.data.Features;
import dev.lamina.data.Tensor;
import java.util.Arrays;
import java.util.Locale;

/**
 * What a file says of an array.
 *
 * @param kind how its values are given
 * @param shape the dimensions
 */
public record ArrayHeader(Tensor.Kind kind, long[] shape) {

  /** Whether it could be a layer: no single number and no text. */
  boolean isLayer() {
    return shape.length > 0 && kind != Tensor.Kind.TEXT;
  }

  /**
   * The d of N x d floats; more dimensions than two are taken together.
   *
   * @throws DataException if it is something else, or d is more than a Java array holds
   */
  int requireFeatures(String where) {
    Features.requireMatrix(where, kind, shape.length, Arrays.stream(shape).anyMatch(n -> n == 0) ? 0 : 1, toString());
    return (int) ArrayShape.elements(Arrays.copyOfRange(shape, 1, shape.length), where);
  }

  @Override
  public String toString() {
    return kind.name().toLowerCase(Locale.ROOT) + " " + Arrays.toString(shape);
  }
}
