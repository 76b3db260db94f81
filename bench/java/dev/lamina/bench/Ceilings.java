package dev.lamina.bench;

import dev.lamina.device.Precision;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the others are held against: a large copy, and a large square product in each precision. */
final class Ceilings {
  private static final String COPY = "ceiling/copy";

  private Ceilings() {}

  static List<Workload> of(Scale scale) {
    long bytes = scale.copyBytes();
    Workload copy = new Workload(COPY, Work.copy(bytes), 1, 2.0 * bytes,
        (device, name) -> new LargeCopy(device, bytes));
    Stream<Precision> precisions =
        scale == Scale.GPU || scale == Scale.BRIEF ? Stream.of(Precision.values())
            : Stream.of(Precision.FP32, Precision.FP64);
    return Stream.concat(Stream.of(copy), precisions.map(precision -> product(scale.productOrder(), precision)))
        .toList();
  }

  /** Those that some workloads are held against. */
  static List<Workload> of(Scale scale, List<Workload> workloads) {
    Set<String> needed = workloads.stream().map(workload -> of(workload.work())).collect(Collectors.toSet());
    return of(scale).stream().filter(ceiling -> needed.contains(ceiling.name())).toList();
  }

  private static Workload product(int order, Precision precision) {
    return new Workload(product(precision), Work.product(order, order, order, precision), 1,
        3.0 * order * order * precision.elementType().bytes(),
        (device, name) -> new SquareProduct(device, precision.elementType(), order));
  }

  private static String product(Precision precision) {
    return "ceiling/gemm-" + precision.key();
  }

  /** The name of the ceiling of some work; empty if it has none. */
  static String of(Work work) {
    return switch (work.unit()) {
      case BYTES -> COPY;
      case FLOPS -> product(work.precision());
      case NONE -> "";
    };
  }
}
