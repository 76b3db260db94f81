package dev.lamina.data.format;

import dev.lamina.data.DataException;
import dev.lamina.data.NaturalOrder;
import dev.lamina.data.RowReader;
import dev.lamina.data.RowSource;
import dev.lamina.data.Tensor;
import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.lang.reflect.Array;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Reads HDF5: datasets of floats, integers and texts in all groups, named by their paths ({@code encoder/layer1}),
 * contiguous or chunked and compressed, through jHDF. Their order in a file means nothing: it is {@link NaturalOrder}.
 */
final class HdfReader implements ArrayFile {
  private static final String EXPECTED = "an HDF5 file";
  private static final int MOST_GROUPS = 1000;

  private final Path path;
  private final HdfFile file;
  private final Map<String, Dataset> datasets;

  private HdfReader(Path path, HdfFile file, Map<String, Dataset> datasets) {
    this.path = path;
    this.file = file;
    this.datasets = datasets;
  }

  /** @throws DataException if the file is missing, damaged or holds no dataset */
  static HdfReader open(Path path) {
    InputFile.size(path, EXPECTED);
    requireLibrary(path);
    HdfFile file = attempt(path.toString(), () -> new HdfFile(path));
    Map<String, Dataset> datasets = new TreeMap<>(NaturalOrder.INSTANCE);
    try {
      attempt(path.toString(), () -> {
        gather(file, "", datasets, new int[] {MOST_GROUPS});
        return null;
      });
      if (datasets.isEmpty()) {
        throw new DataException(path.toString(), "no dataset", "datasets of N x d floats",
            "check that the export wrote them");
      }
    } catch (DataException e) {
      file.close();
      throw e;
    }
    return new HdfReader(path, file, datasets);
  }

  /** The bundle for machines without Java goes without jHDF. */
  private static void requireLibrary(Path path) {
    try {
      Class.forName("io.jhdf.HdfFile");
    } catch (ClassNotFoundException e) {
      throw new DataException(path.toString(), "HDF5, whose reader (jHDF) is not on the class path",
          "a .npy, .npz or .safetensors file here", "convert it, or use the distribution or the Maven artefact", e);
    }
  }

  private static void gather(Group group, String prefix, Map<String, Dataset> datasets, int[] left) {
    if (left[0]-- == 0) {
      throw new IllegalStateException("more than " + MOST_GROUPS + " groups");
    }
    for (Node node : group.getChildren().values()) {
      if (node.isLink()) {
        continue; // to another file, or back into this one
      }
      if (node instanceof Dataset dataset) {
        datasets.put(prefix + node.getName(), dataset);
      } else if (node instanceof Group inner) {
        gather(inner, prefix + node.getName() + "/", datasets, left);
      }
    }
  }

  /** What the library finds wrong comes as exceptions of many kinds. */
  private static <T> T attempt(String where, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (DataException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      throw new DataException(where, "it cannot be read (" + e + ")", EXPECTED,
          "the file is damaged, or of a kind that jHDF does not know: write it again with h5py", e);
    }
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public List<String> names() {
    return List.copyOf(datasets.keySet());
  }

  private Dataset dataset(String name) {
    Dataset dataset = datasets.get(name);
    if (dataset == null) {
      throw ArrayName.missing(path, name, names());
    }
    return dataset;
  }

  @Override
  public ArrayHeader header(String name) {
    Dataset dataset = dataset(name);
    return attempt(ArrayName.in(path, name), () -> new ArrayHeader(kind(dataset),
        Arrays.stream(dataset.getDimensions()).asLongStream().toArray()));
  }

  private static Tensor.Kind kind(Dataset dataset) {
    Class<?> type = dataset.getJavaType();
    if (type == float.class) {
      return Tensor.Kind.FLOAT32;
    }
    if (type == double.class) {
      return Tensor.Kind.FLOAT64;
    }
    boolean whole = type == long.class || type == int.class || type == short.class || type == byte.class;
    return whole ? Tensor.Kind.INTEGER : Tensor.Kind.TEXT;
  }

  @Override
  public RowSource rows(String name) {
    String where = ArrayName.in(path, name);
    ArrayHeader header = header(name);
    int columns = header.requireFeatures(where);
    return new HdfRows(name, where, path, header, columns);
  }

  @Override
  public Tensor read(String name) {
    String where = ArrayName.in(path, name);
    ArrayHeader header = header(name);
    int size = (int) ArrayShape.elements(header.shape(), where);
    Object values = header.kind().allocate(size, where);
    Object data = attempt(where, () -> dataset(name).getData());
    int end = attempt(where, () -> flatten(data, values, 0));
    if (end != size) {
      throw new DataException(where, end + " values", size + " by its shape", "write it again with h5py");
    }
    return new Tensor(name, header.kind(), values, Arrays.stream(header.shape()).mapToInt(Math::toIntExact).toArray());
  }

  /** Copies nested arrays, or one value, to {@code target} from {@code at} on; where the next would go. */
  private static int flatten(Object data, Object target, int at) {
    if (data instanceof float[] || data instanceof double[] || data instanceof long[]) {
      System.arraycopy(data, 0, target, at, Array.getLength(data));
      return at + Array.getLength(data);
    }
    if (data != null && data.getClass().isArray()) {
      int next = at;
      for (int i = 0; i < Array.getLength(data); i++) {
        next = flatten(Array.get(data, i), target, next);
      }
      return next;
    }
    if (target instanceof long[] integers) {
      integers[at] = ((Number) data).longValue();
    } else if (target instanceof String[] texts) {
      texts[at] = String.valueOf(data);
    } else {
      Array.set(target, at, data);
    }
    return at + 1;
  }

  @Override
  public void close() {
    file.close();
  }

  /** The rows of a dataset, read as slices. */
  private record HdfRows(String name, String where, Path path, ArrayHeader header, int columns) implements RowSource {

    @Override
    public long rows() {
      return header.shape()[0];
    }

    @Override
    public Tensor.Kind kind() {
      return header.kind();
    }

    @Override
    public RowReader open() {
      HdfReader reader = HdfReader.open(path);
      return new RowReader() {
        private long next;

        @Override
        public void read(int count, int[] places, Object target) {
          long[] offset = new long[header.shape().length];
          int[] size = Arrays.stream(header.shape()).mapToInt(Math::toIntExact).toArray();
          offset[0] = next;
          size[0] = count;
          Object row = kind().allocate(columns, where);
          attempt(where, () -> {
            Object data = reader.dataset(name).getData(offset, size);
            for (int i = 0; i < count; i++) {
              flatten(Array.get(data, i), row, 0);
              System.arraycopy(row, 0, target, places[i] * columns, columns);
            }
            return null;
          });
          next += count;
        }

        @Override
        public void close() {
          reader.close();
        }
      };
    }
  }
}
