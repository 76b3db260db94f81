package dev.lamina;

import dev.lamina.data.Tensor;
import dev.lamina.data.format.NpzReader;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Arrays of a reference case made by PyTorch and NumPy; see src/test/resources/golden/README.md. */
public class GoldenCase {

  private final Map<String, Tensor> arrays = new LinkedHashMap<>();

  /** @param name of the file, without {@code .npz} */
  public GoldenCase(String name) {
    NpzReader.read(path(name + ".npz")).forEach(array -> arrays.put(array.name(), array));
  }

  public static Path path(String file) {
    try {
      return Path.of(GoldenCase.class.getResource("/golden/" + file).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  public List<String> names() {
    return List.copyOf(arrays.keySet());
  }

  public Tensor array(String name) {
    return arrays.get(name);
  }

  public double[] values(String name) {
    return array(name).doubles();
  }

  public double number(String name) {
    return values(name)[0];
  }

  public int[] labels(String name) {
    return Arrays.stream(array(name).integers()).mapToInt(Math::toIntExact).toArray();
  }
}
