package dev.lamina.data.format;

import dev.lamina.data.DataException;
import dev.lamina.data.FeatureSet;
import dev.lamina.data.RowSource;
import dev.lamina.data.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads NumPy's {@code .npy}: versions 1.0 to 3.0, both byte orders, C and Fortran order (given back in C order),
 * float16/32/64, bool, integers of up to 64 bits (values below 2^63) and texts, in every spelling that NumPy takes.
 */
public final class NpyReader {
  private static final String EXPECTED = "a NumPy array (.npy)";

  private NpyReader() {}

  /**
   * Reads a file; the tensor takes the file's name without extension.
   *
   * @throws DataException if the file is missing, empty, truncated, longer than its shape says, not a NumPy array, or
   *     of an element type that is not supported
   */
  public static Tensor read(Path file) {
    long size = InputFile.size(file, EXPECTED);
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, size, InputFile.stem(file), file.toString());
    } catch (IOException e) {
      throw InputFile.unreadable(file.toString(), EXPECTED, e);
    }
  }

  /** The file as a file of one array. */
  static ArrayFile open(Path file) {
    String only = InputFile.stem(file);
    return new ArrayFile() {
      @Override
      public Path path() {
        return file;
      }

      @Override
      public List<String> names() {
        return List.of(only);
      }

      @Override
      public Tensor read(String name) {
        if (!name.equals(only)) {
          throw ArrayName.missing(file, name, names());
        }
        return NpyReader.read(file);
      }

      @Override
      public ArrayHeader header(String name) {
        return headerOf(file).array();
      }

      @Override
      public RowSource rows(String name) {
        return NpyReader.rows(file, name);
      }

      @Override
      public void close() {
        // Nothing stays open between reads.
      }
    };
  }

  private static NpyHeader headerOf(Path file) {
    InputFile.size(file, EXPECTED);
    try (InputStream in = Files.newInputStream(file)) {
      return NpyHeader.read(in, file.toString());
    } catch (IOException e) {
      throw InputFile.unreadable(file.toString(), EXPECTED, e);
    }
  }

  private static RowSource rows(Path file, String name) {
    String where = file.toString();
    NpyHeader header = headerOf(file);
    int columns = header.requireFeatures(InputFile.size(file, EXPECTED), where);
    NpyType type = header.type();
    long rows = header.shape()[0];
    if (!header.fortranOrder()) {
      return new StoredRows(name, where, type.element(), type.order(), rows, columns,
          () -> ValueStream.of(file, header.bytes()), EXPECTED);
    }
    return header.shape().length == 2
        ? new FortranRows(name, where, file, header.bytes(), type.element(), type.order(), rows, columns, EXPECTED)
        : FeatureSet.rows(where, read(file));
  }

  /**
   * Reads an array of {@code length} bytes, header included, from a stream.
   *
   * @throws IOException as the stream does
   */
  static Tensor read(InputStream in, long length, String name, String where) throws IOException {
    NpyHeader header = NpyHeader.read(in, where);
    NpyType type = header.type();
    int[] shape = ArrayShape.check(header.shape(), type.size(), length - header.bytes(), where);
    Tensor tensor = type.text()
        ? NpyTexts.read(in, type, name, shape, where)
        : ElementReader.read(in, type.element(), type.order(), name, shape, where);
    return header.fortranOrder() ? FortranOrder.toRowMajor(tensor, where) : tensor;
  }
}
