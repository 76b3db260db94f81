package dev.lamina.network;

import dev.lamina.device.Arena;
import dev.lamina.device.Device;
import dev.lamina.device.ElementType;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.MemoryPlan.Purpose;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Place;
import dev.lamina.device.Scalar;
import dev.lamina.device.Transpose;

/**
 * Multiplies a float64 matrix by a number of each member. The device has no operation for that alone: it is the
 * {@code beta c} of a product whose factors are a zero column and a zero row.
 */
final class MemberScale {

  /** Where the scale and the zero factors lie, for matrices of one shape. */
  record Layout(Slot column, Slot row, Slot scale) {}

  private final Place place;
  private final Layout layout;

  static Layout plan(MemoryPlan plan, int rows, int columns, int members) {
    return new Layout(plan.add(Purpose.WORKSPACE, "zero column", ElementType.FLOAT64, rows, 1, 1),
        plan.add(Purpose.WORKSPACE, "zero row", ElementType.FLOAT64, 1, columns, 1),
        plan.add(Purpose.WORKSPACE, "scale", ElementType.FLOAT64, 1, 1, members));
  }

  MemberScale(Device device, Arena arena, Layout layout, double[] scales) {
    this.layout = layout;
    place = new Place(device, arena);
    device.fill(place.matrix(layout.column()), 0);
    device.fill(place.matrix(layout.row()), 0);
    device.write(scales, place.matrix(layout.scale()));
  }

  void apply(Matrix target) {
    place.device().gemm(Transpose.NO, Transpose.NO, Scalar.ONE, place.matrix(layout.column()),
        place.matrix(layout.row()), Scalar.at(place.matrix(layout.scale())), target);
  }
}
