package dev.lamina.report;

/**
 * How a series looks. Colour is never alone: series of one chart differ in dash or marker too.
 *
 * @param colour a class of the style sheet that sets the colour
 * @param line how its points are joined
 * @param marker what stands at its points
 */
record Style(String colour, Line line, Marker marker) {
  /** How points are joined. */
  enum Line {
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
  static final int STEPS = 9;

  /** The colour of one of {@code count} ordered series; a lone one gets the middle of the scale. */
  static String sequential(int index, int count) {
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

  /** Draws the marker around a point, with a text to show while the pointer rests on it. */
  void drawMarker(Markup svg, double x, double y, double radius, String title) {
    if (marker == Marker.NONE) {
      return;
    }
    svg.open("path", "class", colour + (marker.hollow() ? " marker hollow" : " marker"), "d",
        marker.path(x, y, radius));
    if (!title.isEmpty()) {
      svg.leaf("title", title);
    }
    svg.close();
  }
}
