package dev.lamina.data;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Labels as a file holds them: the text of each sample, kept once for each that differs. {@link #labels} makes classes
 * of them: any values will do, and their order is that of numbers if all are numbers, {@link NaturalOrder} otherwise.
 *
 * <p>Numbers are compared by value: {@code 1}, {@code 1.0} and {@code 1e0} are one class, called {@code 1}; so are
 * {@code 0} and {@code -0}.
 */
public final class LabelColumn {
  private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,3})?");
  private static final int LONGEST_NUMBER = 64;
  private static final int LONGEST_LABEL = 1000;

  /** How files write that a label is not there. */
  private static final Set<String> MISSING = Set.of("", "nan", "na", "n/a", "?", "infinity", "-infinity");

  private final Map<String, Integer> places = new LinkedHashMap<>();
  private int[] samples = new int[64];
  private int count;

  /**
   * Takes the label of the next sample.
   *
   * @param where the place in the file, for the message
   * @throws DataException if there is none, or it is no label
   */
  public void add(String label, Supplier<String> where) {
    if (MISSING.contains(label.strip().toLowerCase(Locale.ROOT))) {
      throw new DataException(where.get(), label.isEmpty() ? "no label" : "'" + label + "', which is no label",
          "a label for each sample", "label the sample, or leave it out");
    }
    if (label.length() > LONGEST_LABEL) {
      throw new DataException(where.get(),
          "a label of " + label.length() + " characters: '" + label.substring(0, 40) + "...'",
          "at most " + LONGEST_LABEL, "check that this is where the labels are");
    }
    if (count == samples.length) {
      samples = Arrays.copyOf(samples, (int) Math.min(Integer.MAX_VALUE - 8, 2L * count));
    }
    Integer place = places.putIfAbsent(label, places.size());
    samples[count++] = place == null ? places.size() - 1 : place;
  }

  /** Number of labels so far. */
  public int size() {
    return count;
  }

  /**
   * The labels in an array of N values.
   *
   * @throws DataException if it is of another shape, or holds what is no label or measurements
   */
  public static LabelColumn of(String source, Tensor tensor) {
    if (tensor.rank() != 1) {
      throw new DataException(
          source, "labels are " + tensor, "one dimension, a class per sample",
          "flatten them with labels.reshape(-1), or take argmax(axis=1) of one-hot labels");
    }
    LabelColumn column = new LabelColumn();
    for (int i = 0; i < tensor.size(); i++) {
      int sample = i;
      column.add(text(tensor, i), () -> source + ", sample " + sample);
    }
    return column.requireClasses(source);
  }

  private static String text(Tensor tensor, int i) {
    if (tensor.values() instanceof String[] texts) {
      return texts[i];
    }
    if (tensor.values() instanceof long[] integers) {
      return Long.toString(integers[i]);
    }
    return tensor.values() instanceof float[] floats ? Float.toString(floats[i]) : Double.toString(tensor.doubles()[i]);
  }

  /**
   * These labels, if they look like classes rather than measurements, which a wrong array or column would hold:
   * fractions must recur.
   */
  public LabelColumn requireClasses(String source) {
    Map<String, BigDecimal> numbers = numbers(List.copyOf(places.keySet()));
    boolean fractions = numbers.values().stream().anyMatch(number -> number.stripTrailingZeros().scale() > 0);
    if (fractions && numbers.size() > count / 2) {
      throw new DataException(source,
          numbers.size() + " different fractions, such as " + places.keySet().iterator().next() + ", in " + count
          + " samples", "classes, which recur", "name the array or column of labels");
    }
    return this;
  }

  /** Classes of a training set, or, given the names of one's classes, of a test set. */
  public Labels labels(String source, Optional<List<String>> training) {
    return training.map(names -> labels(source, names)).orElseGet(() -> labels(source));
  }

  /**
   * Classes in their order, all of which occur.
   *
   * @throws DataException if there is no label, or only one class
   */
  private Labels labels(String source) {
    List<String> texts = List.copyOf(places.keySet());
    Map<String, BigDecimal> numbers = numbers(texts);
    List<String> names = numbers.isEmpty()
        ? texts.stream().sorted(NaturalOrder.INSTANCE).toList()
        : numbers.values().stream().sorted(Comparator.naturalOrder()).map(LabelColumn::name).distinct().toList();
    Map<String, Integer> classes = index(names);
    int[] classOfText = texts.stream().mapToInt(text -> classes.get(name(text, numbers))).toArray();
    return new Labels(source, numbered(classOfText), names).requireTwoClasses();
  }

  /**
   * Classes of a test set, numbered as in the training set, some of which may not occur.
   *
   * @param training the names of the training set's classes
   * @throws DataException if there is no label, or one that the training set lacks
   */
  private Labels labels(String source, List<String> training) {
    List<String> texts = List.copyOf(places.keySet());
    Map<String, Integer> classes = index(training);
    int[] classOfText = texts.stream().mapToInt(text -> {
      // As it is written, or else as numbers are.
      Integer known = classes.get(text);
      known = known == null && isNumber(text) ? classes.get(name(new BigDecimal(text))) : known;
      return known == null ? -1 : known;
    }).toArray();
    for (int i = 0; i < count; i++) {
      if (classOfText[samples[i]] < 0) {
        throw new DataException(source, "label '" + texts.get(samples[i]) + "' of sample " + i,
            "one of the training set's labels " + training.subList(0, Math.min(20, training.size())),
            "take both from the same set");
      }
    }
    return new Labels(source, numbered(classOfText), training);
  }

  private int[] numbered(int[] classOfText) {
    int[] values = new int[count];
    Arrays.setAll(values, i -> classOfText[samples[i]]);
    return values;
  }

  private static Map<String, Integer> index(List<String> names) {
    Map<String, Integer> index = new HashMap<>();
    names.forEach(name -> index.put(name, index.size()));
    return index;
  }

  /** The value of each text; empty unless all are numbers. */
  private static Map<String, BigDecimal> numbers(List<String> texts) {
    Map<String, BigDecimal> numbers = new HashMap<>();
    if (texts.stream().allMatch(LabelColumn::isNumber)) {
      texts.forEach(text -> numbers.put(text, new BigDecimal(text)));
    }
    return numbers;
  }

  private static boolean isNumber(String text) {
    return text.length() <= LONGEST_NUMBER && NUMBER.matcher(text).matches();
  }

  private static String name(String text, Map<String, BigDecimal> numbers) {
    BigDecimal number = numbers.get(text);
    return number == null ? text : name(number);
  }

  /** One name for each value, a whole number without a point; exponents are bounded, and so is this. */
  private static String name(BigDecimal number) {
    BigDecimal shortest = number.stripTrailingZeros();
    return Math.abs(shortest.scale()) <= LONGEST_NUMBER ? shortest.toPlainString() : shortest.toString();
  }
}
