package dev.lamina.data.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lamina.data.DataException;
import dev.lamina.data.NaturalOrder;
import dev.lamina.data.RowSource;
import dev.lamina.data.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads the index of a model that is spread over several safetensors files, {@code model.safetensors.index.json}: its
 * {@code weight_map} says which file beside it holds which array. Arrays come in {@link NaturalOrder}.
 */
final class ShardedReader implements ArrayFile {
  private static final String EXPECTED = "an index of safetensors files, with a weight_map";
  private static final long LONGEST = 100_000_000;

  private final Path path;
  private final Map<String, ArrayFile> holders;

  private ShardedReader(Path path, Map<String, ArrayFile> holders) {
    this.path = path;
    this.holders = holders;
  }

  /** @throws DataException if the index or a file that it names is missing or damaged, or lacks an array */
  static ShardedReader open(Path path) {
    Map<String, ArrayFile> files = new LinkedHashMap<>();
    Map<String, ArrayFile> holders = new TreeMap<>(NaturalOrder.INSTANCE);
    map(path).properties().forEach(entry -> {
      String where = ArrayName.in(path, entry.getKey());
      String shard = entry.getValue().asText("");
      if (!entry.getValue().isTextual() || shard.isEmpty() || shard.contains("/") || shard.contains("\\")) {
        throw new DataException(where, "it is said to be in " + entry.getValue(), "the name of a file beside the index",
            "save the model again");
      }
      ArrayFile file = files.computeIfAbsent(shard, name -> SafetensorsReader.open(path.resolveSibling(name)));
      if (!file.names().contains(entry.getKey())) {
        throw new DataException(where, shard + " has no such array", "the arrays that the index names",
            "copy all files of the model again");
      }
      holders.put(entry.getKey(), file);
    });
    if (holders.isEmpty()) {
      throw new DataException(path.toString(), "no arrays", EXPECTED, "save the model again");
    }
    return new ShardedReader(path, holders);
  }

  private static JsonNode map(Path path) {
    if (InputFile.size(path, EXPECTED) > LONGEST) {
      throw new DataException(path.toString(), "more than " + LONGEST + " bytes", EXPECTED, "name the index");
    }
    try {
      JsonNode map = new JsonMapper().readTree(Files.readAllBytes(path)).path("weight_map");
      if (!map.isObject()) {
        throw new DataException(path.toString(), "no weight_map", EXPECTED, "save the model again");
      }
      return map;
    } catch (JsonProcessingException e) {
      throw new DataException(path.toString(), "it is no JSON (" + e.getOriginalMessage() + ")", EXPECTED,
          "save the model again", e);
    } catch (IOException e) {
      throw InputFile.unreadable(path.toString(), EXPECTED, e);
    }
  }

  private ArrayFile holder(String name) {
    ArrayFile holder = holders.get(name);
    if (holder == null) {
      throw ArrayName.missing(path, name, names());
    }
    return holder;
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public List<String> names() {
    return List.copyOf(holders.keySet());
  }

  @Override
  public ArrayHeader header(String name) {
    return holder(name).header(name);
  }

  @Override
  public RowSource rows(String name) {
    return holder(name).rows(name);
  }

  @Override
  public Tensor read(String name) {
    return holder(name).read(name);
  }

  @Override
  public void close() {
    holders.values().forEach(ArrayFile::close);
  }
}
