package dev.lamina.result;

import dev.lamina.result.LossCurve.Spread;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What metrics.csv and spectra.csv hold of the features and weights on the way, before the final weights of the first
 * member.
 *
 * @param frames by ascending epoch
 */
public record History(List<Frame> frames) {

  /** Nothing was measured on the way. */
  public static final History NONE = new History(List.of());

  /** Epochs that a slider has at most. */
  private static final int MOST = 60;

  /**
   * One epoch.
   *
   * @param compression C over the members, by layer
   * @param discrimination D
   * @param features singular values of the first member's features, by layer; empty if not kept
   * @param weights of its weights, by layer
   */
  public record Frame(long epoch, Map<Integer, Spread> compression, Map<Integer, Spread> discrimination,
      Map<Integer, List<Double>> features, Map<Integer, List<Double>> weights) {

    private Frame(long epoch) {
      this(epoch, new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    }
  }

  /** Copies what it is given. */
  public History {
    frames = List.copyOf(frames);
  }

  /**
   * Reads both tables.
   *
   * @param spectra null if there is none
   * @throws IllegalArgumentException if a row does not fit its header or holds what is no number
   */
  static History read(BufferedReader metrics, BufferedReader spectra) throws IOException {
    TreeMap<Long, Frame> frames = new TreeMap<>();
    String compression = Measure.COMPRESSION.key();
    String discrimination = Measure.DISCRIMINATION.key();
    CsvRows rows = new CsvRows(metrics, "member", "epoch", "layer", compression, discrimination);
    long first = -1;
    long last = -1;
    while (rows.next()) {
      long member = rows.whole("member");
      long epoch = rows.whole("epoch");
      first = first < 0 ? member : first;
      last = member == first ? Math.max(last, epoch) : last;
      Frame frame = frames.computeIfAbsent(epoch, Frame::new);
      int layer = (int) rows.whole("layer");
      add(frame.compression(), layer, rows.number(compression), member == first);
      add(frame.discrimination(), layer, rows.number(discrimination), member == first);
    }
    if (spectra != null) {
      String values = Measure.SINGULAR_VALUES.key();
      rows = new CsvRows(spectra, "epoch", "kind", "layer", values);
      while (rows.next()) {
        Frame frame = frames.get(rows.whole("epoch"));
        if (frame != null) {
          (rows.text("kind").equals("weights") ? frame.weights() : frame.features())
              .put((int) rows.whole("layer"), rows.numbers(values));
        }
      }
    }
    return new History(List.copyOf(frames.headMap(last, false).values())).thinned();
  }

  private static void add(Map<Integer, Spread> layers, int layer, double value, boolean first) {
    layers.merge(layer, Spread.of(value), (before, one) -> before.with(value, first));
  }

  private History thinned() {
    if (frames.size() <= MOST) {
      return this;
    }
    List<Frame> some = new ArrayList<>();
    for (int i = 0; i < MOST; i++) {
      some.add(frames.get((int) ((long) i * frames.size() / MOST)));
    }
    return new History(some);
  }

  public boolean isEmpty() {
    return frames.isEmpty();
  }
}
