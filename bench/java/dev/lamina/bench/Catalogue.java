package dev.lamina.bench;

import dev.lamina.experiment.ConfigException;
import java.util.List;
import java.util.stream.Stream;

/** All benchmarks of one scale. */
final class Catalogue {
  private final List<Workload> workloads;

  Catalogue(Scale scale) {
    workloads = Stream.of(MetricGrid.of(scale), TrainingGrid.of(scale), SpectrumGrid.of(scale), StartGrid.of(scale))
        .flatMap(List::stream).toList();
  }

  /**
   * Those whose names contain one of the patterns, or all if there is none.
   *
   * @throws ConfigException if a pattern is in no name
   */
  List<Workload> select(List<String> patterns) {
    for (String pattern : patterns) {
      if (workloads.stream().noneMatch(workload -> workload.name().contains(pattern))) {
        throw new ConfigException("no benchmark has '" + pattern + "' in its name; 'lamina bench --list' names them");
      }
    }
    return workloads.stream()
        .filter(workload -> patterns.isEmpty() || patterns.stream().anyMatch(workload.name()::contains)).toList();
  }
}
