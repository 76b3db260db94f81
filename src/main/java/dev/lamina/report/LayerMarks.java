package dev.lamina.report;

import dev.lamina.report.chart.Band;
import dev.lamina.report.chart.Region;
import dev.lamina.result.LayerSummary;
import dev.lamina.result.Measure;
import dev.lamina.result.RunSummary;
import java.util.ArrayList;
import java.util.List;

/** What charts over layers show beside their curves. */
final class LayerMarks {

  private LayerMarks() {}

  /** What a layer is called where the pointer rests. */
  static String name(LayerSummary layer) {
    String number = "layer " + layer.layer();
    return layer.name().isEmpty() ? number : number + " (" + layer.name() + ")";
  }

  /** One region for each run of neighbouring nonlinear layers. */
  static List<Region> nonlinear(List<LayerSummary> layers) {
    List<Region> regions = new ArrayList<>();
    for (LayerSummary layer : layers) {
      if (!layer.nonlinear()) {
        continue;
      }
      Region last = regions.isEmpty() ? null : regions.get(regions.size() - 1);
      boolean extend = last != null && last.to() == layer.layer() - 0.5;
      if (extend) {
        regions.remove(last);
      }
      regions.add(new Region(extend ? last.from() : layer.layer() - 0.5, layer.layer() + 0.5, "nonlinear"));
    }
    return regions;
  }

  /**
   * The range of a measure over the members of a run, layer by layer.
   *
   * @param first the first layer that counts
   * @return no band if there are no members to compare, or none has it
   */
  static List<Band> overMembers(RunSummary summary, Measure measure, int first, String name, String colour) {
    List<Band.Range> ranges = new ArrayList<>();
    for (LayerSummary layer : summary.first().layers()) {
      double[] values = summary.memberResults().stream()
          .flatMap(member -> member.layers().stream())
          .filter(other -> other.layer() == layer.layer())
          .mapToDouble(other -> other.get(measure))
          .filter(Double::isFinite)
          .sorted().toArray();
      if (layer.layer() >= first && values.length > 0) {
        ranges.add(new Band.Range(layer.layer(), values[0], values[values.length - 1]));
      }
    }
    return ranges.isEmpty() ? List.of() : List.of(new Band(name, colour, ranges));
  }
}
