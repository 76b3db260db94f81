package dev.lamina.cli;

import dev.lamina.metric.FeatureMetrics;
import dev.lamina.metric.SpectrumMethod;
import dev.lamina.result.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Why metrics of layers are undefined, in words: a table alone has NaN there and keeps the reason to itself. */
final class Remarks {

  /** What can be wrong with a layer; the first that fits is it. */
  private enum Kind {
    NOT_FINITE("not all features are finite, so that nothing can be measured"),
    DEAD("all features are 0, so that C and D are undefined"),
    ALIKE("all samples have the same features, so that C is undefined"),
    SAME_MEANS("the means of all classes agree, so that C is undefined"),
    ZERO_MEAN("the mean of a class is 0, so that D is undefined");

    private final String why;

    Kind(String why) {
      this.why = why;
    }
  }

  private Remarks() {}

  /**
   * A sentence for each thing that is wrong.
   *
   * @param names of the layers, with the word layer where it is wanted
   */
  static List<String> of(List<String> names, List<FeatureMetrics> layers) {
    List<String> remarks = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      List<String> found =
          IntStream.range(0, layers.size()).filter(l -> kind(layers.get(l)) == kind).mapToObj(names::get).toList();
      if (!found.isEmpty()) {
        remarks.add(listed(found) + ": " + kind.why);
      }
    }
    return remarks;
  }

  /** Whether the signal has come to nothing: features of a layer are 0 where the input's are not. */
  static boolean isDead(List<FeatureMetrics> layers) {
    return kind(layers.get(0)) != Kind.DEAD && layers.stream().anyMatch(layer -> kind(layer) == Kind.DEAD);
  }

  private static Kind kind(FeatureMetrics layer) {
    if (!layer.measured().isMeasured(Measure.CLASSES)) {
      return layer.get(Measure.TOTAL_VARIANCE) == 0 ? Kind.ALIKE : null;
    }
    // The one measure that all finite features have; traces, which are squares, may overflow.
    if (Double.isNaN(layer.get(Measure.NEAREST_CENTRE_ACCURACY))) {
      return Kind.NOT_FINITE;
    }
    boolean direction = !Double.isNaN(layer.discrimination()) || layer.classCounts().size() < 2;
    if (isAlike(layer)) {
      return direction ? Kind.ALIKE : Kind.DEAD;
    }
    if (Double.isNaN(layer.compression())) {
      return Kind.SAME_MEANS;
    }
    return direction ? null : Kind.ZERO_MEAN;
  }

  /** Whether all samples are equal: traces, which are squares, tell it at ordinary scales only. */
  private static boolean isAlike(FeatureMetrics layer) {
    return layer.spectrumMethod().equals(SpectrumMethod.NONE.label())
        ? Double.isNaN(layer.compression()) && layer.get(Measure.TRACE_WITHIN) == 0
        : Double.isNaN(layer.get(Measure.PARTICIPATION_RATIO));
  }

  private static String listed(List<String> names) {
    return names.size() <= 3 ? String.join(", ", names)
        : names.get(0) + " to " + names.get(names.size() - 1) + " (" + names.size() + " layers)";
  }
}
