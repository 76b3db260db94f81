package dev.lamina.report;

import dev.lamina.report.LossCurve.Spread;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What metrics.csv and spectra.csv hold of the features and weights on the way, before the final weights of the first
 * member.
 *
 * @param frames by ascending epoch
 */
public record History(List<Frame> frames) {

  /** Nothing was measured on the way. */
  static final History NONE = new History(List.of());

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
  record Frame(long epoch, Map<Integer, Spread> compression, Map<Integer, Spread> discrimination,
      Map<Integer, List<Double>> features, Map<Integer, List<Double>> weights) {

    private Frame(long epoch) {
      this(epoch, new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    }
  }

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
    Rows rows = new Rows(metrics, "member", "epoch", "layer", "compression", "discrimination");
    long first = -1;
    long last = -1;
    while (rows.next()) {
      long member = (long) rows.number("member");
      long epoch = (long) rows.number("epoch");
      first = first < 0 ? member : first;
      last = member == first ? Math.max(last, epoch) : last;
      Frame frame = frames.computeIfAbsent(epoch, Frame::new);
      int layer = (int) rows.number("layer");
      add(frame.compression(), layer, rows.number("compression"), member == first);
      add(frame.discrimination(), layer, rows.number("discrimination"), member == first);
    }
    if (spectra != null) {
      rows = new Rows(spectra, "epoch", "kind", "layer", "singular_values");
      while (rows.next()) {
        Frame frame = frames.get((long) rows.number("epoch"));
        if (frame != null) {
          (rows.text("kind").equals("weights") ? frame.weights() : frame.features())
              .put((int) rows.number("layer"), rows.numbers("singular_values"));
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

  boolean isEmpty() {
    return frames.isEmpty();
  }

  /** The epochs of the frames and the last one, for the slider. */
  String epochs(double last) {
    return frames.stream().map(frame -> Long.toString(frame.epoch())).collect(Collectors.joining(" ", "", " "))
        + Numbers.format(last);
  }

  /** The rows of a CSV file with a header. */
  private static final class Rows {
    private final BufferedReader reader;
    private final List<String> columns;
    private String[] cells;
    private int number = 1;

    Rows(BufferedReader reader, String... needed) throws IOException {
      this.reader = reader;
      String header = reader.readLine();
      columns = header == null ? List.of() : List.of(header.strip().split(","));
      for (String column : needed) {
        if (!columns.contains(column)) {
          throw new IllegalArgumentException("has no column '" + column + "'");
        }
      }
    }

    boolean next() throws IOException {
      String line = reader.readLine();
      number++;
      if (line == null) {
        return false;
      }
      cells = line.split(",", -1);
      if (cells.length != columns.size()) {
        throw new IllegalArgumentException(
            "line " + number + " has " + cells.length + " cells under " + columns.size() + " columns");
      }
      return true;
    }

    String text(String column) {
      return cells[columns.indexOf(column)];
    }

    /** NaN for an empty field. */
    double number(String column) {
      return parsed(text(column));
    }

    List<Double> numbers(String column) {
      return text(column).isBlank() ? List.of() : Arrays.stream(text(column).split(" ")).map(this::parsed).toList();
    }

    private double parsed(String cell) {
      try {
        return cell.isBlank() ? Double.NaN : Double.parseDouble(cell);
      } catch (NumberFormatException failure) {
        throw new IllegalArgumentException("line " + number + " holds what is no number ('" + cell + "')", failure);
      }
    }
  }
}
