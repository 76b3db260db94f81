package dev.lamina.bench;

import dev.lamina.device.Device;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The metric hot path over classes K, dimension d and samples N, one varied at a time: {@code moments} is the pass for
 * class means and scatter, {@code traces} adds both traces, C and D on the host, {@code metrics} is all that is
 * measured of features without a spectrum; {@code layers} measures all layers of a network at once.
 */
final class MetricGrid {
  private static final int QUICK_SAMPLES = 2000;
  private static final int SAMPLES = 65_536;
  private static final int DIMENSION = 1024;
  private static final int CLASSES = 10;

  private MetricGrid() {}

  static List<Workload> of(Scale scale) {
    List<Workload> grid = new ArrayList<>();
    if (scale == Scale.QUICK) {
      addAll(grid, CLASSES, 256, QUICK_SAMPLES);
      grid.add(layers(4, 64, CLASSES, QUICK_SAMPLES / 4));
      return grid;
    }
    for (int classes : new int[] {2, CLASSES, 100, 1000}) {
      addAll(grid, classes, DIMENSION, SAMPLES);
    }
    for (int d : new int[] {64, 256, 4096, 8192}) {
      addAll(grid, CLASSES, d, SAMPLES);
    }
    for (int d : new int[] {64, DIMENSION, 8192}) {
      addAll(grid, CLASSES, d, 1_000_000);
    }
    grid.add(layers(8, 1024, CLASSES, 20_000));
    grid.add(layers(128, 256, CLASSES, 256));
    return grid;
  }

  private static void addAll(List<Workload> grid, int classes, int d, int samples) {
    String size = "/K" + classes + "-d" + d + "-N" + samples;
    int[] offsets = offsets(classes, samples);
    Work work = Work.moments(d, samples);
    double bytes = 4.0 * d * samples + 32.0 * d * classes;
    grid.add(new Workload("moments" + size, work, 1, bytes, (device, name) -> {
      MomentsProbe probe = moments(device, d, offsets);
      return session(probe::classMoments, probe::close);
    }));
    grid.add(new Workload("traces" + size, work, 1, bytes, (device, name) -> {
      MomentsProbe probe = moments(device, d, offsets);
      return session(probe::moments, probe::close);
    }));
    grid.add(new Workload("metrics" + size, Work.metrics(d, samples, classes), 1, bytes,
        (device, name) -> layers(device, List.of(d), offsets)));
  }

  private static Workload layers(int depth, int d, int classes, int samples) {
    int[] offsets = offsets(classes, samples);
    List<Integer> dimensions = Collections.nCopies(depth, d);
    return new Workload("layers/L" + depth + "-d" + d + "-N" + samples,
        Work.metrics((long) depth * d, samples, classes), 1, 4.0 * depth * d * samples + 32.0 * d * classes,
        (device, name) -> layers(device, dimensions, offsets));
  }

  private static MomentsProbe moments(Device device, int d, int[] offsets) {
    MomentsProbe probe = new MomentsProbe(device, d, offsets);
    RandomValues.fill(device, probe.features(), 1);
    return probe;
  }

  private static Session layers(Device device, List<Integer> dimensions, int[] offsets) {
    LayersProbe probe = new LayersProbe(device, dimensions, offsets);
    for (int l = 0; l < dimensions.size(); l++) {
      RandomValues.fill(device, probe.features().get(l), l + 1);
    }
    return session(probe::measure, probe::close);
  }

  private static Session session(Runnable run, Runnable close) {
    return new Session() {
      @Override
      public void run() {
        run.run();
      }

      @Override
      public void close() {
        close.run();
      }
    };
  }

  /** Classes of equal size, to one sample. */
  private static int[] offsets(int classes, int samples) {
    int[] offsets = new int[classes + 1];
    for (int k = 1; k <= classes; k++) {
      offsets[k] = (int) ((long) k * samples / classes);
    }
    return offsets;
  }
}
