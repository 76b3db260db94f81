package dev.lamina.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All timings of one run, ceilings among them, and what was left out. */
final class Measured {
  private final Map<String, Timing> timings = new LinkedHashMap<>();
  private final Map<String, String> leftOut = new LinkedHashMap<>();

  void add(Timing timing) {
    timings.put(timing.workload().name(), timing);
  }

  void leaveOut(Workload workload, String reason) {
    leftOut.put(workload.name(), reason);
  }

  List<Timing> timings() {
    return List.copyOf(timings.values());
  }

  Map<String, String> leftOut() {
    return leftOut;
  }

  /** Rate of the ceiling of some work; NaN if it has none, or that one was not measured. */
  double ceiling(Work work) {
    Timing ceiling = timings.get(Ceilings.of(work));
    return ceiling == null ? Double.NaN : ceiling.rate();
  }

  /** What one run of a workload takes at least, in seconds; 0 if that is unknown. */
  double leastSeconds(Workload workload) {
    double ceiling = ceiling(workload.work());
    return Double.isNaN(ceiling) ? 0 : workload.operations() * workload.work().amount() / ceiling;
  }

  /** For JSON: SI units, all samples. */
  List<Map<String, Object>> rows() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Timing timing : timings()) {
      Work work = timing.workload().work();
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("name", timing.workload().name());
      row.put("seconds", timing.seconds());
      row.put("samples_seconds", timing.samples());
      row.put("operations_per_run", timing.workload().operations());
      row.put("device_bytes", timing.workload().bytes());
      if (work.unit() != Work.Unit.NONE) {
        String unit = work.unit() == Work.Unit.BYTES ? "bytes" : "flops";
        row.put(unit, work.amount());
        row.put(unit + "_per_second", timing.rate());
        row.put("ceiling", Ceilings.of(work));
        row.put("ceiling_" + unit + "_per_second", ceiling(work));
      }
      rows.add(row);
    }
    return rows;
  }
}
