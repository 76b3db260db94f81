package dev.lamina.measure;

import dev.lamina.data.DataException;
import dev.lamina.data.Tensor;
import dev.lamina.data.format.WeightReader;
import dev.lamina.device.Arena;
import dev.lamina.device.Device;
import dev.lamina.device.ElementType;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Place;
import dev.lamina.metric.MatrixMeasures;
import dev.lamina.metric.WeightMeter;
import dev.lamina.metric.WeightOptions;
import dev.lamina.result.Measure;
import dev.lamina.result.Measured;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Weight matrices of networks that were trained elsewhere, measured one after the other: no more than one is in memory.
 * Arrays of one dimension, integers and texts are left out; of more than two dimensions, rows are the first and columns
 * the product of the others.
 */
public final class WeightFiles implements AutoCloseable {

  private final List<Path> files;
  private final WeightReader reader;

  private WeightFiles(List<Path> files, WeightReader reader) {
    this.files = files;
    this.reader = reader;
  }

  /**
   * Opens files without reading a matrix.
   *
   * @param files as {@link WeightReader} reads them
   * @param only names of the matrices to measure or patterns for them, in this order; empty for all
   * @throws DataException if a file cannot be read or nothing fits a pattern
   */
  public static WeightFiles open(List<Path> files, List<String> only) {
    return new WeightFiles(List.copyOf(files), WeightReader.open(files, only));
  }

  /** The arrays that are wanted, of which those that are matrices will be measured. */
  public List<String> names() {
    return reader.names();
  }

  /** A matrix's name and measures. */
  public record Weight(String name, Measured measured) {}

  /**
   * Measures matrix after matrix, in the order of {@link #names()}.
   *
   * @param each is told of each as soon as it is measured
   * @throws DataException if one cannot be read or has a value that is not finite, or there is none
   */
  public void measure(Device device, Consumer<Weight> each) {
    boolean any = false;
    for (String name : names()) {
      Optional<Tensor> array = reader.read(name);
      if (array.isPresent()) {
        each.accept(new Weight(name, measure(device, array.get())));
        any = true;
      }
    }
    if (!any) {
      throw new DataException(files.toString(), "no matrix among the arrays " + names(),
          "float arrays of two dimensions or more", "name a file that holds weights");
    }
  }

  private static Measured measure(Device device, Tensor array) {
    int rows = array.dimension(0);
    int columns = array.size() / rows;
    ElementType type = array.kind() == Tensor.Kind.FLOAT32 ? ElementType.FLOAT32 : ElementType.FLOAT64;
    MemoryPlan plan = new MemoryPlan();
    // A row-major file is the transpose on the device, which has the same singular values.
    Slot slot = plan.add(MemoryPlan.Purpose.DATA, array.name(), type, columns, rows, 1);
    WeightMeter.Layout layout = WeightMeter.plan(plan, List.of(rows, columns), 1, 1, 1, type, WeightOptions.of(0));
    try (Arena arena = device.allocate(plan)) {
      Matrix matrix = arena.matrix(slot);
      if (type == ElementType.FLOAT32) {
        device.write(array.floats(), matrix);
      } else {
        device.write(array.doubles(), matrix);
      }
      WeightMeter meter = new WeightMeter(new Place(device, arena), layout);
      meter.enqueue(List.of(matrix));
      Measured measured = MatrixMeasures.of(meter.read().get(0).layers().get(0), rows, columns);
      return array.rank() == 2 ? measured : measured.and(Measured.builder().put(Measure.FLATTENED_FROM,
          Arrays.stream(array.shape()).mapToObj(Integer::toString).collect(Collectors.joining("x"))).build());
    }
  }

  @Override
  public void close() {
    reader.close();
  }
}
