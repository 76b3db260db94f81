package dev.lamina.reproduce.item;

import dev.lamina.reproduce.Ensemble;
import java.util.Map;
import java.util.Optional;

/**
 * The assumption figure, read off by pixels (docs/theory.md, P5): rows (i) and (ii), and the epochs that an independent
 * implementation took.
 *
 * @param minNorm row (i)
 * @param balance row (ii)
 * @param epochs to the end of training; NaN where not known
 */
record Published(double minNorm, double balance, double epochs) {

  private record Shape(int matrices, int width) {}

  private static final Map<Shape, Published> VALUES = Map.of(
      new Shape(2, 400), new Published(0.049, 0.0228, 750),
      new Shape(3, 400), new Published(0.047, 0.0665, 940),
      new Shape(4, 400), new Published(0.044, 0.0477, 3400),
      new Shape(5, 200), new Published(0.0587, 0.027, Double.NaN),
      new Shape(5, 300), new Published(0.0475, 0.033, Double.NaN),
      new Shape(5, 400), new Published(0.0395, 0.0374, 22300),
      new Shape(5, 500), new Published(0.037, 0.0411, Double.NaN),
      new Shape(5, 600), new Published(0.034, 0.0444, Double.NaN),
      new Shape(5, 700), new Published(0.029, 0.0473, Double.NaN));

  /** What the figure shows for networks of this shape, if anything. */
  static Optional<Published> of(Ensemble shape) {
    return Optional.ofNullable(VALUES.get(new Shape(shape.depth(), shape.config().width())));
  }
}
