package dev.lamina.report.chart;

/**
 * How a series looks. Colour is never alone: series of one chart differ in dash or marker too.
 *
 * @param colour a class of the style sheet that sets the colour
 * @param line how its points are joined
 * @param marker what stands at its points
 */
public record Style(String colour, Line line, Marker marker) {
  /** How points are joined. */
  public enum Line {
    NONE(""), SOLID(""), FAINT(""), DASHED("7 4");

    private final String dashes;

    Line(String dashes) {
      this.dashes = dashes;
    }

    /** Whether the line is what one reads, rather than the points. */
    boolean leads() {
      return this == SOLID || this == DASHED;
    }
  }

  /** Steps of the sequential colour scale in the style sheet. */
  public static final int STEPS = 9;

  /** The colour of one of {@code count} ordered series; a lone one gets the middle of the scale. */
  public static String sequential(int index, int count) {
    int step = count == 1 ? STEPS / 2 : Math.round((STEPS - 1f) * index / (count - 1));
    return "q" + step;
  }

  /** Draws a line along a path of SVG. */
  void drawLine(Markup svg, String path) {
    if (line == Line.NONE) {
      return;
    }
    String classes = colour + " line" + (line == Line.FAINT ? " faint" : "");
    if (line.dashes.isEmpty()) {
      svg.empty("path", "class", classes, "d", path);
    } else {
      svg.empty("path", "class", classes, "d", path, "stroke-dasharray", line.dashes);
    }
  }

  /**
   * Draws the marker around a point.
   *
   * @param title shown while the pointer rests on it; empty for a marker that is no point
   * @param number of the point in its series
   */
  void drawMarker(Markup svg, double x, double y, double radius, String title, int number) {
    if (marker == Marker.NONE) {
      return;
    }
    String classes = colour + (marker.hollow() ? " marker hollow" : " marker");
    if (title.isEmpty()) {
      svg.empty("path", "class", classes, "d", marker.path(x, y, radius));
      return;
    }
    svg.open("path", "class", classes, "data-point", number, "d", marker.path(x, y, radius)).leaf("title", title)
        .close();
  }
}
