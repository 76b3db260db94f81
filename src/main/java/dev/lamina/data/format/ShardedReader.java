package dev.lamina.data.format;

import dev.lamina.data.RowSource;
import dev.lamina.data.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The arrays of a model that is spread over several safetensors files, as its {@link SafetensorsIndex} has them. */
final class ShardedReader implements ArrayFile {

  private final Path path;
  private final Map<String, ArrayFile> holders;

  private ShardedReader(Path path, Map<String, ArrayFile> holders) {
    this.path = path;
    this.holders = holders;
  }

  /** @throws dev.lamina.data.DataException as {@link SafetensorsIndex#open} */
  static ShardedReader open(Path path) {
    return new ShardedReader(path, SafetensorsIndex.open(path));
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
