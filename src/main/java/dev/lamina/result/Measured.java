package dev.lamina.result;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was measured of one thing: a layer, a weight matrix, a network, a fit. Immutable. A number that is not here, or
 * is undefined, is NaN; the difference shows in JSON only, where the one has no key and the other is null.
 */
public final class Measured {

  /** Nothing. */
  public static final Measured NONE = new Measured(new EnumMap<>(Measure.class));

  private final Map<Measure, Object> values;

  private Measured(EnumMap<Measure, Object> values) {
    this.values = Collections.unmodifiableMap(values);
  }

  /** Starts an empty one. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The number, NaN where it was not measured.
   *
   * @throws IllegalArgumentException if it is no number
   */
  public double get(Measure measure) {
    require(measure, measure.isNumber(), "a number");
    return values.get(measure) instanceof Double value ? value : Double.NaN;
  }

  /** The numbers, none where they were not measured. */
  public List<Double> list(Measure measure) {
    require(measure, measure.isList(), "a list");
    @SuppressWarnings("unchecked") // the builder lets nothing else in
    List<Double> list = (List<Double>) values.getOrDefault(measure, List.of());
    return list;
  }

  /** The text, empty where there is none. */
  public String text(Measure measure) {
    require(measure, measure.kind() == Measure.Kind.TEXT, "a text");
    return (String) values.getOrDefault(measure, "");
  }

  /** Whether it is a number that is defined. */
  public boolean isMeasured(Measure measure) {
    return !Double.isNaN(get(measure));
  }

  /** What there is, undefined numbers included, in the order of the enum. */
  public List<Measure> measures() {
    return List.copyOf(values.keySet());
  }

  /** Both; where both have a measure, that of the other. */
  public Measured and(Measured other) {
    EnumMap<Measure, Object> both = new EnumMap<>(Measure.class);
    both.putAll(values);
    both.putAll(other.values);
    return new Measured(both);
  }

  /** The same where there are no labels: numbers that are of classes are undefined, lists of classes are left out. */
  public Measured withoutClasses() {
    EnumMap<Measure, Object> kept = new EnumMap<>(Measure.class);
    values.forEach((measure, value) -> {
      if (!measure.needsLabels()) {
        kept.put(measure, value);
      } else if (measure.isNumber()) {
        kept.put(measure, Double.NaN);
      }
    });
    return new Measured(kept);
  }

  /** Every value under its name in results, in their order: counts are whole, undefined numbers stay NaN. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    values.forEach((measure, value) -> map.put(measure.key(), plain(measure, value)));
    return map;
  }

  /** The same of one measure, as a field of CSV; empty where it is undefined or not here. */
  String cell(Measure measure) {
    return CsvText.field(values.containsKey(measure) ? plain(measure, values.get(measure)) : "");
  }

  /** Reads what a JSON object has of an owner; what is of another type than the measure is undefined. */
  static Measured read(JsonNode node, Measure.Owner owner) {
    Builder builder = builder();
    for (Measure measure : Measure.of(owner)) {
      if (node.has(measure.key())) {
        if (measure.isNumber()) {
          builder.put(measure, Values.number(node, measure.key()));
        } else if (measure.isList()) {
          builder.put(measure, Values.numbers(node, measure.key()));
        } else {
          builder.put(measure, Values.text(node, measure.key()));
        }
      }
    }
    return builder.build();
  }

  private static Object plain(Measure measure, Object value) {
    return switch (measure.kind()) {
      case COUNT -> whole((Double) value);
      case COUNTS -> ((List<?>) value).stream().map(count -> whole((Double) count)).toList();
      default -> value;
    };
  }

  private static Object whole(Double count) {
    if (Double.isNaN(count)) {
      return count;
    }
    return count.longValue();
  }

  private static void require(Measure measure, boolean fits, String what) {
    if (!fits) {
      throw new IllegalArgumentException(measure + " is not " + what);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Measured measured && values.equals(measured.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return values.toString();
  }

  /** Gathers values, in any order. */
  public static final class Builder {
    private final EnumMap<Measure, Object> values = new EnumMap<>(Measure.class);

    private Builder() {}

    /** @throws IllegalArgumentException if the measure is no number */
    public Builder put(Measure measure, double value) {
      require(measure, measure.isNumber(), "a number");
      values.put(measure, value);
      return this;
    }

    /** @throws IllegalArgumentException if the measure is no list */
    public Builder put(Measure measure, List<Double> value) {
      require(measure, measure.isList(), "a list");
      values.put(measure, List.copyOf(value));
      return this;
    }

    /** @throws IllegalArgumentException if the measure is no text */
    public Builder put(Measure measure, String value) {
      require(measure, measure.kind() == Measure.Kind.TEXT, "a text");
      values.put(measure, value);
      return this;
    }

    public Measured build() {
      return new Measured(new EnumMap<>(values));
    }
  }
}
