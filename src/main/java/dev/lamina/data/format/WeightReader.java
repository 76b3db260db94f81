package dev.lamina.data.format;

import dev.lamina.data.DataException;
import dev.lamina.data.Features;
import dev.lamina.data.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the weight matrices of a network that was trained elsewhere, one when it is asked for. */
public final class WeightReader implements AutoCloseable {

  private final List<ArrayFile> open = new ArrayList<>();
  private final Map<String, ArrayFile> holders = new LinkedHashMap<>();

  private WeightReader() {}

  /**
   * Opens files, of which headers and names are read only.
   *
   * @param files {@code .safetensors}, {@code .npz}, {@code .npy} (the matrix takes the file's name), or the index of
   *     several {@code .safetensors} files ({@code model.safetensors.index.json})
   * @param only names of the arrays wanted, in this order, or patterns with {@code *} and {@code ?}, each of which
   *     stands for all that fit, in the files' order; empty for all
   * @throws DataException if a file cannot be read, two arrays have one name, or nothing fits a pattern
   */
  public static WeightReader open(List<Path> files, List<String> only) {
    WeightReader reader = new WeightReader();
    try {
      files.forEach(reader::add);
      if (!only.isEmpty()) {
        List<String> all = List.copyOf(reader.holders.keySet());
        Map<String, ArrayFile> chosen = new LinkedHashMap<>();
        ArrayChoice.of(files.toString(), all, all, only)
            .forEach(name -> chosen.put(name, reader.holders.get(name)));
        reader.holders.clear();
        reader.holders.putAll(chosen);
      }
      return reader;
    } catch (DataException e) {
      reader.close();
      throw e;
    }
  }

  private void add(Path path) {
    ArrayFile file = ArrayFile.open(path);
    open.add(file);
    file.names().forEach(name -> add(name, file));
  }

  private void add(String name, ArrayFile file) {
    ArrayFile first = holders.putIfAbsent(name, file);
    if (first != null) {
      throw new DataException(ArrayName.in(file.path(), name), "a second array of this name, besides that of "
          + first.path(), "a name of its own for each matrix", "measure the files one at a time");
    }
  }

  /** The arrays that are wanted, matrices or not, in their order. */
  public List<String> names() {
    return List.copyOf(holders.keySet());
  }

  /**
   * Reads one array.
   *
   * @param name one of {@link #names()}
   * @return floats of two dimensions or more; empty if the array is anything else, or has no values
   * @throws DataException if it cannot be read, or a value is not finite (the first such is named)
   */
  public Optional<Tensor> read(String name) {
    ArrayFile file = holders.get(name);
    ArrayHeader header = file.header(name);
    boolean floating = header.kind() == Tensor.Kind.FLOAT32 || header.kind() == Tensor.Kind.FLOAT64;
    if (!floating || header.shape().length < 2 || Arrays.stream(header.shape()).anyMatch(n -> n == 0)) {
      return Optional.empty();
    }
    Tensor array = file.read(name);
    int fault = Features.firstNotFinite(array.values());
    if (fault >= 0) {
      throw new DataException(ArrayName.in(file.path(), name), "the value "
          + (array.kind() == Tensor.Kind.FLOAT32 ? array.floats()[fault] : array.doubles()[fault]) + " at "
          + Arrays.toString(indices(array, fault)) + " (from 0)", "finite numbers",
          "find out why the training or the export made it, or choose other matrices by name (--layers)");
    }
    return Optional.of(array);
  }

  private static int[] indices(Tensor array, int place) {
    int[] indices = new int[array.rank()];
    int rest = place;
    for (int axis = indices.length - 1; axis >= 0; axis--) {
      indices[axis] = rest % array.dimension(axis);
      rest /= array.dimension(axis);
    }
    return indices;
  }

  @Override
  public void close() {
    open.forEach(ArrayFile::close);
  }
}
