package dev.lamina.result;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Reads JSON that may lack anything: a missing, null or ill-typed number is NaN, a missing text is empty. */
final class Values {
  private Values() {}

  static double number(JsonNode node, String key) {
    JsonNode value = node.path(key);
    return value.isNumber() ? value.doubleValue() : Double.NaN;
  }

  static String text(JsonNode node, String key) {
    JsonNode value = node.path(key);
    return value.isValueNode() && !value.isNull() ? value.asText() : "";
  }

  /** The texts of a list; what is none is an empty one, so that an index keeps its meaning. */
  static List<String> texts(JsonNode node, String key) {
    List<String> texts = new ArrayList<>();
    for (JsonNode value : node.path(key)) {
      texts.add(value.isTextual() ? value.textValue() : "");
    }
    return List.copyOf(texts);
  }

  /** Nulls stay in the list as NaN, so that an index keeps its meaning. */
  static List<Double> numbers(JsonNode node, String key) {
    List<Double> numbers = new ArrayList<>();
    for (JsonNode value : node.path(key)) {
      numbers.add(value.isNumber() ? value.doubleValue() : Double.NaN);
    }
    return List.copyOf(numbers);
  }

  static <T> List<T> objects(JsonNode node, String key, Function<JsonNode, T> reader) {
    List<T> objects = new ArrayList<>();
    for (JsonNode value : node.path(key)) {
      if (value.isObject()) {
        objects.add(reader.apply(value));
      }
    }
    return List.copyOf(objects);
  }
}
