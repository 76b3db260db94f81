package dev.lamina.report.chart;

import java.util.Locale;

/** The shape at a data point. */
public enum Marker {
  NONE, DISC, SQUARE, DIAMOND, TRIANGLE, RING, BOX, CROSS;

  private static final Marker[] CYCLE = {DISC, SQUARE, TRIANGLE, DIAMOND, RING, BOX};

  /** A marker for the series of that index; neighbours differ. */
  public static Marker of(int index) {
    return CYCLE[index % CYCLE.length];
  }

  boolean hollow() {
    return this == RING || this == BOX;
  }

  /** The outline as path data of SVG; all have about the area of a disc of that radius. */
  String path(double x, double y, double radius) {
    double half = 0.89 * radius;
    return switch (this) {
      case NONE -> "";
      case DISC, RING -> String.format(
          Locale.ROOT, "M%.1f %.1fa%3$.1f %3$.1f 0 1 0 %4$.1f 0a%3$.1f %3$.1f 0 1 0 -%4$.1f 0Z", x - radius, y, radius,
          2 * radius);
      case SQUARE, BOX -> polygon(x - half, y - half, x + half, y - half, x + half, y + half, x - half, y + half);
      case DIAMOND -> polygon(x, y - 1.25 * radius, x + 1.25 * radius, y, x, y + 1.25 * radius, x - 1.25 * radius, y);
      case TRIANGLE -> polygon(
          x, y - 1.25 * radius, x + 1.2 * radius, y + 0.85 * radius, x - 1.2 * radius, y + 0.85 * radius);
      case CROSS -> cross(x, y, 1.25 * radius, 0.5 * radius);
    };
  }

  /** Two bars across each other, {@code 2 arm} wide in all; {@code notch} is how thick they are, measured upright. */
  private static String cross(double x, double y, double arm, double notch) {
    double inner = arm - notch;
    return polygon(x, y - notch, x + inner, y - arm, x + arm, y - inner, x + notch, y, x + arm, y + inner,
        x + inner, y + arm, x, y + notch, x - inner, y + arm, x - arm, y + inner, x - notch, y, x - arm, y - inner,
        x - inner, y - arm);
  }

  private static String polygon(double... corners) {
    StringBuilder path = new StringBuilder();
    for (int index = 0; index < corners.length; index += 2) {
      path.append(String.format(Locale.ROOT, "%s%.1f %.1f", index == 0 ? "M" : "L", corners[index],
          corners[index + 1]));
    }
    return path.append('Z').toString();
  }
}
