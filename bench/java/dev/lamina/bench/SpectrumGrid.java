package dev.lamina.bench;

import java.util.ArrayList;
import java.util.List;

/** Singular values of float32 matrices by either method of the metrics, one large matrix or many small ones. */
final class SpectrumGrid {

  private SpectrumGrid() {}

  static List<Workload> of(Scale scale) {
    List<Workload> grid = new ArrayList<>();
    if (scale == Scale.QUICK) {
      add(grid, 160, 64, 1);
      add(grid, 32, 16, 8);
      return grid;
    }
    add(grid, 1024, 1024, 1);
    add(grid, 5000, 1024, 1);
    add(grid, 8192, 2048, 1);
    add(grid, 64, 64, 1024);
    add(grid, 300, 50, 1024);
    return grid;
  }

  private static void add(List<Workload> grid, int rows, int columns, int members) {
    String size = "/" + rows + "x" + columns + (members == 1 ? "" : "-of-" + members);
    double entries = (double) rows * columns * members;
    grid.add(new Workload("spectrum-gram" + size, Work.gramSpectrum(rows, columns, members), 1,
        4 * entries + 16.0 * columns * columns * members,
        (device, name) -> new SpectrumSession(device, rows, columns, members, false)));
    grid.add(new Workload("spectrum-svd" + size, Work.directSpectrum(rows, columns, members), 1, 20 * entries,
        (device, name) -> new SpectrumSession(device, rows, columns, members, true)));
  }
}
