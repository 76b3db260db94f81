package dev.lamina.result;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The content of losses.csv, one point per epoch. An ensemble of thousands is folded to a range while it is read, so
 * that memory grows with the epochs only.
 *
 * @param points by ascending epoch
 */
public record LossCurve(List<Point> points) {
  /** A measured column of losses.csv. */
  public enum Quantity {
    /** Training loss. */
    TRAIN_LOSS("train_loss"),
    /** Test loss. */
    TEST_LOSS(Measure.TEST_LOSS.key()),
    /** Share of the training samples classified right. */
    TRAIN_ACCURACY(Measure.TRAIN_ACCURACY.key()),
    /** Share of the test samples classified right. */
    TEST_ACCURACY(Measure.TEST_ACCURACY.key());

    private final String column;

    Quantity(String column) {
      this.column = column;
    }
  }

  /**
   * A quantity over the members.
   *
   * @param first of the lowest-numbered member, NaN if not measured
   * @param low smallest finite value
   * @param high largest finite value
   */
  public record Spread(double first, double low, double high) {
    private static final Spread NONE = new Spread(Double.NaN, Double.NaN, Double.NaN);

    /** Of one member alone. */
    static Spread of(double value) {
      return NONE.with(value, true);
    }

    Spread with(double value, boolean first) {
      boolean finite = Double.isFinite(value);
      return new Spread(
          first ? value : this.first,
          finite && !(value >= low) ? value : low,
          finite && !(value <= high) ? value : high);
    }
  }

  /**
   * What was measured at one epoch.
   *
   * @param epoch counted from 0, before any step
   * @param values by quantity; absent where no member measured it
   */
  public record Point(long epoch, Map<Quantity, Spread> values) {
    /** The quantity, NaN where it was not measured. */
    public Spread value(Quantity quantity) {
      return values.getOrDefault(quantity, Spread.NONE);
    }
  }

  /** Copies what it is given. */
  public LossCurve {
    points = List.copyOf(points);
  }

  /** Begins the table: the columns that are read here, and where in training a row stands. */
  public static CsvText table() {
    return new CsvText("member", "epoch", "step", "learning_rate", Quantity.TRAIN_LOSS.column,
        Quantity.TRAIN_ACCURACY.column, Quantity.TEST_LOSS.column, Quantity.TEST_ACCURACY.column);
  }

  /**
   * Reads comma-separated text with a header; columns may come in any order, unknown ones are passed over.
   *
   * @throws IOException if the text cannot be read
   * @throws IllegalArgumentException if it is not such a table; the message says where and what was found
   */
  static LossCurve read(BufferedReader reader) throws IOException {
    CsvRows rows = new CsvRows(reader, "member", "epoch");
    TreeMap<Long, Map<Quantity, Spread>> epochs = new TreeMap<>();
    long firstMember = Long.MAX_VALUE;
    while (rows.next()) {
      long member = rows.whole("member");
      firstMember = Math.min(firstMember, member);
      Map<Quantity, Spread> values =
          epochs.computeIfAbsent(rows.whole("epoch"), key -> new EnumMap<>(Quantity.class));
      for (Quantity quantity : Quantity.values()) {
        if (rows.has(quantity.column)) {
          Spread before = values.getOrDefault(quantity, Spread.NONE);
          values.put(quantity, before.with(rows.number(quantity.column), member == firstMember));
        }
      }
    }
    List<Point> points = new ArrayList<>();
    epochs.forEach((epoch, values) -> points.add(new Point(epoch, Map.copyOf(values))));
    return new LossCurve(points);
  }
}
