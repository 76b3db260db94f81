package dev.lamina.data;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
    List<Tensor> ordered = new ArrayList<>(tensors);
    ordered.sort((a, b) -> Integer.compare(elementBytes(b), elementBytes(a)));
    byte[] json = header(ordered, metadata);
    int padding = -json.length & (ALIGNMENT - 1);
    out.write(littleEndian(Long.BYTES).putLong(json.length + padding).array());
    out.write(json);
    out.write(" ".repeat(padding).getBytes(StandardCharsets.US_ASCII));
    ByteBuffer buffer = littleEndian(BUFFER_BYTES);
    for (Tensor tensor : ordered) {
      writeValues(out, tensor, buffer);
    }
  }

  private static byte[] header(List<Tensor> tensors, Map<String, String> metadata) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode();
    ObjectNode texts = root.putObject("__metadata__");
    new TreeMap<>(metadata).forEach(texts::put);
    long at = 0;
    for (Tensor tensor : tensors) {
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
            case TEXT -> throw new IllegalArgumentException("'" + tensor.name() + "' is text, for which there is no dtype");
          });
      Arrays.stream(tensor.shape()).forEach(entry.putArray("shape")::add);
      long end = at + (long) tensor.size() * elementBytes(tensor);
      entry.putArray("data_offsets").add(at).add(end);
      at = end;
    }
    if (metadata.isEmpty()) {
      root.remove("__metadata__");
    }
    return mapper.writeValueAsBytes(root);
  }

  private static void writeValues(OutputStream out, Tensor tensor, ByteBuffer buffer) throws IOException {
    int chunk = buffer.capacity() / elementBytes(tensor);
    for (int at = 0; at < tensor.size(); at += chunk) {
      int count = Math.min(chunk, tensor.size() - at);
      switch (tensor.kind()) {
        case FLOAT32 -> buffer.asFloatBuffer().put(tensor.floats(), at, count);
        case FLOAT64 -> buffer.asDoubleBuffer().put(tensor.doubles(), at, count);
        case INTEGER -> buffer.asLongBuffer().put(tensor.integers(), at, count);
        case TEXT -> throw new IllegalArgumentException("'" + tensor.name() + "' is text");
      }
      out.write(buffer.array(), 0, count * elementBytes(tensor));
    }
  }

  private static int elementBytes(Tensor tensor) {
    return tensor.kind() == Tensor.Kind.FLOAT32 ? Float.BYTES : Long.BYTES;
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
