package dev.lamina.data.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.lamina.data.DataException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON header of a {@code .safetensors} file, read token by token: what is not one of a few plain values is never
 * held.
 *
 * @param entries the arrays, in the header's order
 * @param metadata free-form text, by key
 */
record SafetensorsHeader(List<Entry> entries, Map<String, String> metadata) {
  private static final String METADATA = "__metadata__";
  private static final String EXPECTED =
      "dtype (text), shape (at most 64 natural numbers) and data_offsets (two natural numbers)";
  private static final int MOST_DIMENSIONS = 64;
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** An array: its values are the bytes {@code begin} to {@code end} behind the header. */
  record Entry(String name, String dtype, long[] shape, long begin, long end) {}

  /**
   * Reads a header.
   *
   * @throws DataException if it is not as the format says
   */
  static SafetensorsHeader parse(byte[] header, Path file) {
    SafetensorsHeader found = new SafetensorsHeader(new ArrayList<>(), new LinkedHashMap<>());
    try (JsonParser json = JSON.createParser(header)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw SafetensorsReader.damaged(file.toString(), "a header that is not a JSON object", "a JSON object");
      }
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String name = json.currentName();
        json.nextToken();
        if (name.equals(METADATA)) {
          found.readMetadata(json, file.toString() + ": " + METADATA);
        } else {
          found.entries.add(entry(json, name, ArrayName.in(file, name)));
        }
      }
      if (json.nextToken() != null) {
        throw SafetensorsReader.damaged(file.toString(), "a header that is not JSON (something behind it)",
            "a JSON object");
      }
    } catch (JsonProcessingException e) {
      throw SafetensorsReader.damaged(
          file.toString(), "a header that is not JSON (" + e.getOriginalMessage() + ")", "a JSON object");
    } catch (IOException e) {
      throw InputFile.unreadable(file.toString(), "a JSON object", e);
    }
    return found;
  }

  private void readMetadata(JsonParser json, String where) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw SafetensorsReader.damaged(where, "no JSON object", "text for every key");
    }
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String key = json.currentName();
      if (json.nextToken() != JsonToken.VALUE_STRING) {
        throw SafetensorsReader.damaged(where, "'" + key + "' is " + json.getText(), "text for every key");
      }
      metadata.put(key, json.getText());
    }
  }

  private static Entry entry(JsonParser json, String name, String where) throws IOException {
    String dtype = null;
    long[] shape = null;
    long[] offsets = null;
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw SafetensorsReader.damaged(where, "the header entry " + json.getText(), EXPECTED);
    }
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String key = json.currentName();
      json.nextToken();
      switch (key) {
        case "dtype" -> dtype = json.currentToken() == JsonToken.VALUE_STRING ? json.getText() : null;
        case "shape" -> shape = numbers(json, where, key);
        case "data_offsets" -> offsets = numbers(json, where, key);
        default -> { }
      }
      json.skipChildren();
    }
    if (dtype == null || shape == null || offsets == null || offsets.length != 2) {
      throw SafetensorsReader.damaged(where, "a header entry that lacks one of them", EXPECTED);
    }
    return new Entry(name, dtype, shape, offsets[0], offsets[1]);
  }

  private static long[] numbers(JsonParser json, String where, String key) throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw SafetensorsReader.damaged(where, "a header entry whose " + key + " is no list", EXPECTED);
    }
    long[] numbers = new long[MOST_DIMENSIONS];
    int count = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      boolean whole = json.currentToken() == JsonToken.VALUE_NUMBER_INT
          && (json.getNumberType() == JsonParser.NumberType.INT || json.getNumberType() == JsonParser.NumberType.LONG);
      if (!whole || json.getLongValue() < 0 || count == MOST_DIMENSIONS) {
        throw SafetensorsReader.damaged(where,
            count == MOST_DIMENSIONS ? "a header entry of more than " + MOST_DIMENSIONS + " dimensions"
                : "a header entry with the " + key + " " + json.getText(), EXPECTED);
      }
      numbers[count++] = json.getLongValue();
    }
    return Arrays.copyOf(numbers, count);
  }
}
