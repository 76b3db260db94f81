package dev.lamina.cli;

import dev.lamina.data.PlainText;
import dev.lamina.measure.WeightFiles;
import dev.lamina.result.Measure;
import dev.lamina.result.Measured;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** The measures that say most about the matrices of a file, a line each as soon as it is measured. */
final class WeightTable {

  /** A longer name pushes its own line's numbers to the right only. */
  private static final int LONGEST_NAME = 60;

  private final PrintWriter out;
  private final int width;
  private boolean begun;

  /** @param names of all that may follow */
  WeightTable(PrintWriter out, List<String> names) {
    this.out = out;
    width = Math.min(LONGEST_NAME,
        Math.max(6, names.stream().mapToInt(name -> PlainText.line(name).length()).max().orElse(0)));
  }

  void add(WeightFiles.Weight weight) {
    if (!begun) {
      line("matrix", "shape", "Frobenius", "spectral", "stable rank", "eff. rank", "alpha", "above edge");
      begun = true;
    }
    Measured measured = weight.measured();
    String flattened = measured.text(Measure.FLATTENED_FROM);
    String shape = flattened.isEmpty()
        ? String.format(Locale.ROOT, "%.0fx%.0f", measured.get(Measure.ROWS), measured.get(Measure.COLUMNS))
        : flattened;
    line(PlainText.line(weight.name()), shape, number(measured, Measure.FROBENIUS_NORM),
        number(measured, Measure.SPECTRAL_NORM), number(measured, Measure.WEIGHT_STABLE_RANK),
        number(measured, Measure.MATRIX_EFFECTIVE_RANK), number(measured, Measure.POWER_LAW_ALPHA),
        String.format(Locale.ROOT, "%.0f", measured.get(Measure.VALUES_ABOVE_EDGE)));
  }

  private static String number(Measured measured, Measure measure) {
    return String.format(Locale.ROOT, "%.5g", measured.get(measure));
  }

  private void line(Object... cells) {
    out.println(String.format(Locale.ROOT, "%-" + width + "s %14s %11s %11s %11s %10s %10s %10s", cells));
    out.flush();
  }
}
