package dev.lamina.bench;

import java.util.Locale;

/** The results for a terminal, a line each. */
final class BenchTable {
  private static final String FORMAT = "%-46s %12s %16s %16s %9s";

  private BenchTable() {}

  static String head() {
    return line("benchmark", "time", "rate", "ceiling", "of it");
  }

  static String row(Timing timing, Measured measured) {
    Work work = timing.workload().work();
    double ceiling = measured.ceiling(work);
    return line(timing.workload().name(), time(timing.seconds()), rate(timing.rate(), work.unit()),
        rate(ceiling, work.unit()),
        Double.isNaN(ceiling) ? "" : String.format(Locale.ROOT, "%.1f %%", 100 * timing.rate() / ceiling));
  }

  private static String line(Object... cells) {
    return String.format(Locale.ROOT, FORMAT, cells).stripTrailing() + System.lineSeparator();
  }

  private static String time(double seconds) {
    return seconds < 1e-3 ? String.format(Locale.ROOT, "%.2f us", 1e6 * seconds)
        : seconds < 1 ? String.format(Locale.ROOT, "%.3f ms", 1e3 * seconds)
        : String.format(Locale.ROOT, "%.3f s", seconds);
  }

  private static String rate(double rate, Work.Unit unit) {
    return unit == Work.Unit.NONE || Double.isNaN(rate) ? ""
        : String.format(Locale.ROOT, unit == Work.Unit.BYTES ? "%.2f GB/s" : "%.2f Gflop/s", rate / 1e9);
  }
}
