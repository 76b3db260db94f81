package dev.lamina.data.format;

import dev.lamina.data.DataException;
import dev.lamina.data.RowSource;
import dev.lamina.data.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An open file of named arrays. Opening reads names only; an array's values are read when asked for, so that a few
 * layers of a large file cost what they hold.
 */
public interface ArrayFile extends AutoCloseable {
  /**
   * Opens a {@code .npy}, {@code .npz}, {@code .safetensors} or HDF5 file, told apart by content, or an index of
   * several safetensors files.
   *
   * @throws DataException if the file is missing, empty, damaged or of another format
   */
  static ArrayFile open(Path file) {
    return switch (FileFormat.of(file)) {
      case NPY -> NpyReader.open(file);
      case NPZ -> NpzReader.open(file);
      case SAFETENSORS -> SafetensorsReader.open(file);
      case SHARDS -> ShardedReader.open(file);
      case HDF5 -> HdfReader.open(file);
      case IDX, TEXT -> throw new DataException(
          file.toString(),
          "it is not an array file",
          "a .npy, .npz, .safetensors or .h5 file",
          "convert it, or name a file of one of these formats");
    };
  }

  /** The file. */
  Path path();

  /** The names of the arrays, in the file's order. */
  List<String> names();

  /**
   * Reads one array.
   *
   * @param name one of {@link #names()}
   * @throws DataException if there is no such array, or it is damaged or of an element type that is not supported
   */
  Tensor read(String name);

  /**
   * What the file says of one array, without its values.
   *
   * @throws DataException as {@link #read}
   */
  ArrayHeader header(String name);

  /**
   * One array as features, to be read row by row, also after this file has been closed; of more dimensions than two,
   * all but the first are taken together. What cannot be read so is read at once.
   *
   * @throws DataException as {@link #read}, or if it is no N x d floats
   */
  RowSource rows(String name);

  /** Reads all arrays, in the file's order. */
  default List<Tensor> readAll() {
    List<Tensor> tensors = new ArrayList<>();
    for (String name : names()) {
      tensors.add(read(name));
    }
    return tensors;
  }

  @Override
  void close();
}
