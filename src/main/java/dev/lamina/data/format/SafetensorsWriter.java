package dev.lamina.data.format;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.data.DataException;
import dev.lamina.data.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes {@code .safetensors}: F32, F64 and I64. The header is padded with spaces so that the values begin at a
 * multiple of 8, and 8-byte types come before F32, so that every value is aligned; within a width the given order
 * stays.
 */
public final class SafetensorsWriter {
  private static final int ALIGNMENT = 8;
  private static final int BUFFER_BYTES = 1 << 18;

  private SafetensorsWriter() {}

  /** Values that are made when they are written, piece by piece, so that they need not all be in memory. */
  @FunctionalInterface
  public interface Source {
    /**
     * Puts values into a buffer in the bytes of their kind, little-endian; called for one piece after the other.
     *
     * @param at number of the first value, row-major
     */
    void put(int at, int count, ByteBuffer target) throws IOException;
  }

  /** A tensor whose values come from a source. */
  public record Streamed(String name, Tensor.Kind kind, List<Integer> shape, Source source) {
    public Streamed {
      shape = List.copyOf(shape);
    }

    static Streamed of(Tensor tensor) {
      return new Streamed(tensor.name(), tensor.kind(), Arrays.stream(tensor.shape()).boxed().toList(),
          (at, count, target) -> {
            switch (tensor.kind()) {
              case FLOAT32 -> target.asFloatBuffer().put(tensor.floats(), at, count);
              case FLOAT64 -> target.asDoubleBuffer().put(tensor.doubles(), at, count);
              case INTEGER -> target.asLongBuffer().put(tensor.integers(), at, count);
            }
          });
    }

    int size() {
      return shape.stream().reduce(1, Math::multiplyExact);
    }

    int elementBytes() {
      return kind == Tensor.Kind.FLOAT32 ? Float.BYTES : Long.BYTES;
    }
  }

  /**
   * Writes a file, replacing one that is there.
   *
   * @throws IllegalArgumentException if two tensors have one name, or one is called {@code __metadata__}
   * @throws DataException if the file cannot be written
   */
  public static void write(Path file, List<Tensor> tensors, Map<String, String> metadata) {
    try (OutputStream out = Files.newOutputStream(file)) {
      write(out, tensors, metadata);
    } catch (IOException e) {
      throw new DataException(
          file.toString(),
          "it cannot be written (" + e + ")",
          "a writable path with room for it",
          "check the folder, its permissions and the disk",
          e);
    }
  }

  /**
   * Writes to a stream, which stays open. The metadata are written in the order of their keys, so that equal contents
   * are equal bytes.
   *
   * @throws IllegalArgumentException if two tensors have one name, or one is called {@code __metadata__}
   * @throws IOException as the stream does
   */
  public static void write(OutputStream out, List<Tensor> tensors, Map<String, String> metadata) throws IOException {
    stream(out, tensors.stream().map(Streamed::of).toList(), metadata);
  }

  /** The same for values that are not there yet. */
  public static void stream(OutputStream out, List<Streamed> tensors, Map<String, String> metadata) throws IOException {
    List<Streamed> ordered = new ArrayList<>(tensors);
    ordered.sort((a, b) -> Integer.compare(b.elementBytes(), a.elementBytes()));
    byte[] json = header(ordered, metadata);
    int padding = -json.length & (ALIGNMENT - 1);
    out.write(littleEndian(Long.BYTES).putLong(json.length + padding).array());
    out.write(json);
    out.write(" ".repeat(padding).getBytes(StandardCharsets.US_ASCII));
    ByteBuffer buffer = littleEndian(BUFFER_BYTES);
    for (Streamed tensor : ordered) {
      writeValues(out, tensor, buffer);
    }
  }

  private static byte[] header(List<Streamed> tensors, Map<String, String> metadata) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode();
    ObjectNode texts = root.putObject("__metadata__");
    new TreeMap<>(metadata).forEach(texts::put);
    long at = 0;
    for (Streamed tensor : tensors) {
      if (root.has(tensor.name())) {
        throw new IllegalArgumentException(
            "tensor name '" + tensor.name() + "' is taken: names must differ, and __metadata__ is reserved");
      }
      ObjectNode entry = root.putObject(tensor.name());
      entry.put(
          "dtype",
          switch (tensor.kind()) {
            case FLOAT32 -> "F32";
            case FLOAT64 -> "F64";
            case INTEGER -> "I64";
            case TEXT -> throw new IllegalArgumentException("'" + tensor.name()
                + "' is text, for which there is no dtype");
          });
      tensor.shape().forEach(entry.putArray("shape")::add);
      long end = at + (long) tensor.size() * tensor.elementBytes();
      entry.putArray("data_offsets").add(at).add(end);
      at = end;
    }
    if (metadata.isEmpty()) {
      root.remove("__metadata__");
    }
    return mapper.writeValueAsBytes(root);
  }

  private static void writeValues(OutputStream out, Streamed tensor, ByteBuffer buffer) throws IOException {
    int size = tensor.size();
    int chunk = buffer.capacity() / tensor.elementBytes();
    for (int at = 0; at < size; at += chunk) {
      int count = Math.min(chunk, size - at);
      tensor.source().put(at, count, buffer);
      out.write(buffer.array(), 0, count * tensor.elementBytes());
    }
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
