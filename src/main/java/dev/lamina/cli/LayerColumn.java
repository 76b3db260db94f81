package dev.lamina.cli;

import dev.lamina.result.Measure;
import dev.lamina.result.Measured;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * One measure of layers in a terminal's table.
 *
 * @param title briefer than the measure's label, since terminals are narrow
 * @param width of a column of single values
 * @param format of a single value
 * @param brief the same where a range stands beside it
 */
record LayerColumn(Measure measure, String title, int width, String format, String brief) {

  private static final List<LayerColumn> ALWAYS = List.of(
      new LayerColumn(Measure.DIMENSION, "dimension", 9, "%.0f", "%.0f"),
      new LayerColumn(Measure.COMPRESSION, "C", 12, "%.6g", "%.4g"),
      new LayerColumn(Measure.DISCRIMINATION, "D", 12, "%.6g", "%.4g"),
      new LayerColumn(Measure.NC1, "NC1", 12, "%.6g", "%.4g"),
      new LayerColumn(Measure.NUMERICAL_RANK, "rank", 8, "%.0f", "%.0f"),
      new LayerColumn(Measure.NEAREST_CENTRE_ACCURACY, "NCC acc", 10, "%.4f", "%.4f"));

  private static final List<LayerColumn> WITHOUT_CLASSES = List.of(
      new LayerColumn(Measure.DIMENSION, "dimension", 9, "%.0f", "%.0f"),
      new LayerColumn(Measure.TOTAL_VARIANCE, "Tr \u03a3", 12, "%.6g", "%.4g"),
      new LayerColumn(Measure.NUMERICAL_RANK, "rank", 8, "%.0f", "%.0f"),
      new LayerColumn(Measure.EFFECTIVE_RANK, "RankMe", 10, "%.6g", "%.4g"),
      new LayerColumn(Measure.STABLE_RANK, "stable", 10, "%.6g", "%.4g"),
      new LayerColumn(Measure.PARTICIPATION_RATIO, "PR", 10, "%.6g", "%.4g"),
      new LayerColumn(Measure.ALPHA_REQ, "alpha-ReQ", 10, "%.4g", "%.4g"),
      new LayerColumn(Measure.NESUM, "NESum", 10, "%.4g", "%.4g"));

  private static final List<LayerColumn> ON_REQUEST = List.of(
      new LayerColumn(Measure.KNN_ACCURACY, "kNN acc", 10, "%.4f", "%.4f"),
      new LayerColumn(Measure.INTRINSIC_DIMENSION, "TwoNN", 10, "%.4g", "%.4g"),
      new LayerColumn(Measure.PROBE_ACCURACY, "probe acc", 10, "%.4f", "%.4f"),
      new LayerColumn(Measure.PROBE_TEST_ACCURACY, "probe test", 10, "%.4f", "%.4f"),
      new LayerColumn(Measure.TRANSFER_ACCURACY, "transfer", 10, "%.4f", "%.4f"),
      new LayerColumn(Measure.TRANSFER_TEST_ACCURACY, "transfer test", 13, "%.4f", "%.4f"));

  /** Those that say most, and of the others those that were measured. */
  static List<LayerColumn> of(Collection<Measured> layers) {
    boolean classes = layers.stream().anyMatch(layer -> layer.isMeasured(Measure.CLASSES));
    return Stream.concat((classes ? ALWAYS : WITHOUT_CLASSES).stream(), ON_REQUEST.stream()
        .filter(column -> layers.stream().anyMatch(layer -> layer.isMeasured(column.measure)))).toList();
  }
}
