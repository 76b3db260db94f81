package dev.lamina.bench;

import java.util.List;

/**
 * What a workload took.
 *
 * @param samples seconds of one operation, one of each of JMH's iterations, in their order
 */
record Timing(Workload workload, List<Double> samples) {

  Timing {
    samples = List.copyOf(samples);
    if (samples.isEmpty()) {
      throw new IllegalArgumentException(workload.name() + " has no samples");
    }
  }

  /** Median of the samples. */
  double seconds() {
    List<Double> sorted = samples.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** Bytes or flops a second; NaN where nothing is counted. */
  double rate() {
    return workload.work().unit() == Work.Unit.NONE ? Double.NaN : workload.work().amount() / seconds();
  }
}
