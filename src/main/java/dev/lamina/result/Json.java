package dev.lamina.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Writes maps, lists and numbers as JSON; a number that JSON cannot hold (NaN, infinity) becomes null. */
public final class Json {

  /**
   * What a terminal obeys rather than shows and Jackson leaves as it is; it stands in texts only, so it may be escaped.
   */
  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]");

  private Json() {}

  public static String write(Object value) {
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
    try {
      String json = new ObjectMapper().writer(printer).writeValueAsString(finite(value)) + "\n";
      return UNPRINTABLE.matcher(json).replaceAll(found -> String.format("\\\\u%04x", (int) found.group().charAt(0)));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a tree of maps, lists and plain values", e);
    }
  }

  private static Object finite(Object value) {
    if (value instanceof Double number) {
      return Double.isFinite(number) ? number : null;
    }
    if (value instanceof double[] numbers) {
      return Arrays.stream(numbers).mapToObj(Json::finite).toList();
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> copy = new LinkedHashMap<>();
      map.forEach((key, item) -> copy.put(key, finite(item)));
      return copy;
    }
    if (value instanceof List<?> list) {
      return Arrays.asList(list.stream().map(Json::finite).toArray());
    }
    return value;
  }
}
