package dev.lamina.data.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.lamina.data.DataException;
import dev.lamina.data.NaturalOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads {@code model.safetensors.index.json}, whose {@code weight_map} says which file beside it holds which array; all
 * else in it is left alone.
 */
final class SafetensorsIndex {
  private static final String EXPECTED = "an index of .safetensors files: {\"weight_map\": {\"NAME\": \"FILE\", ...}}";
  private static final long LONGEST = 100_000_000;
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private SafetensorsIndex() {}

  /**
   * The file of each array, its header read, in {@link NaturalOrder} of the arrays.
   *
   * @throws DataException if the index is not as described, names a file that is not beside it or cannot be read, or
   *     one that lacks the array
   */
  static Map<String, ArrayFile> open(Path index) {
    Map<String, ArrayFile> holders = new TreeMap<>(NaturalOrder.INSTANCE);
    Map<String, SafetensorsReader> shards = new HashMap<>();
    Map<String, Set<String>> held = new HashMap<>();
    weightMap(index).forEach((name, shard) -> {
      SafetensorsReader reader = shards.computeIfAbsent(shard, file -> open(index, file));
      if (!held.computeIfAbsent(shard, file -> new HashSet<>(reader.names())).contains(name)) {
        throw new DataException(ArrayName.in(index, name), "its file " + shard + " has no such array",
            "the arrays that the index says", "copy index and files again, all of one model");
      }
      holders.put(name, reader);
    });
    return holders;
  }

  private static SafetensorsReader open(Path index, String shard) {
    if (!isPlainName(shard)) {
      throw new DataException(index.toString(), "weight_map names the file '" + shard + "'",
          "names of files beside the index, without a folder", "put index and files into one folder");
    }
    Path file = index.resolveSibling(shard);
    if (!Files.exists(file)) {
      throw new DataException(index.toString(), "its file " + shard + " is not beside it", "all files of the index",
          "copy it there, or name the files that there are");
    }
    return SafetensorsReader.open(file);
  }

  /** Whether it can only be a file of the same folder, on every system. */
  private static boolean isPlainName(String name) {
    try {
      return Path.of(name).getNameCount() == 1 && !name.isBlank() && !name.equals(".") && !name.equals("..")
          && name.chars().noneMatch(c -> c == '/' || c == '\\' || c == ':');
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** File by name of array. */
  private static Map<String, String> weightMap(Path index) {
    long size = InputFile.size(index, EXPECTED);
    if (size > LONGEST) {
      throw wrong(index, size + " bytes, more than " + LONGEST);
    }
    Map<String, String> files = new TreeMap<>();
    try (JsonParser json = JSON.createParser(Files.readAllBytes(index))) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw wrong(index, "no JSON object");
      }
      while (json.nextToken() != JsonToken.END_OBJECT) {
        boolean map = json.currentName().equals("weight_map");
        if (json.nextToken() == JsonToken.START_OBJECT && map) {
          read(json, index, files);
        }
        json.skipChildren();
      }
      if (json.nextToken() != null) {
        throw wrong(index, "something behind its JSON object");
      }
    } catch (JsonProcessingException e) {
      throw wrong(index, "it is not JSON (" + e.getOriginalMessage() + ")");
    } catch (IOException e) {
      throw InputFile.unreadable(index.toString(), EXPECTED, e);
    }
    if (files.isEmpty()) {
      throw wrong(index, "no weight_map, or an empty one");
    }
    return files;
  }

  private static void read(JsonParser json, Path index, Map<String, String> files) throws IOException {
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      if (json.nextToken() != JsonToken.VALUE_STRING) {
        throw wrong(index, "no name of a file for the array '" + name + "'");
      }
      files.put(name, json.getText());
    }
  }

  private static DataException wrong(Path index, String found) {
    return new DataException(index.toString(), found, EXPECTED, "copy the index again, or name the files themselves");
  }
}
