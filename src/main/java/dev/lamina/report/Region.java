package dev.lamina.report;

import dev.lamina.result.LayerSummary;
import java.util.ArrayList;
import java.util.List;

/**
 * A shaded stretch of the horizontal axis.
 *
 * @param from where it starts
 * @param to where it ends
 * @param label written into it
 */
record Region(double from, double to, String label) {
  /** One region for each run of neighbouring nonlinear layers. */
  static List<Region> nonlinear(List<LayerSummary> layers) {
    List<Region> regions = new ArrayList<>();
    for (LayerSummary layer : layers) {
      if (!layer.nonlinear()) {
        continue;
      }
      Region last = regions.isEmpty() ? null : regions.get(regions.size() - 1);
      boolean extend = last != null && last.to == layer.layer() - 0.5;
      if (extend) {
        regions.remove(last);
      }
      regions.add(new Region(extend ? last.from : layer.layer() - 0.5, layer.layer() + 0.5, "nonlinear"));
    }
    return regions;
  }
}
