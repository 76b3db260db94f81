package dev.lamina.experiment;

import dev.lamina.data.Tensor;
import dev.lamina.data.format.SafetensorsWriter;
import dev.lamina.data.format.SafetensorsWriter.Streamed;
import dev.lamina.device.Arena;
import dev.lamina.device.Device;
import dev.lamina.device.ElementType;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.MemoryPlan.Purpose;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Transpose;
import dev.lamina.network.Architecture;
import dev.lamina.network.HostMatrix;
import dev.lamina.network.LayerPart;
import dev.lamina.network.Network;
import dev.lamina.training.Checkpoint;
import dev.lamina.training.Trainer;
import dev.lamina.training.TrainingResult;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A network that has been trained, while it is on its device. Its files are written piece by piece: they may be larger
 * than the Java heap.
 */
public final class TrainedState {

  private final ExperimentConfig config;
  private final List<TrainingResult> results;
  private final Device device;
  private final Arena room;
  private final Layout layout;
  private final Network network;
  private final Trainer trainer;

  /**
   * Where matrices are turned.
   *
   * @param rows of the largest
   */
  record Layout(Slot rows) {}

  /** Plans what files are written from. */
  static Layout plan(MemoryPlan plan, Architecture architecture) {
    int largest = IntStream.rangeClosed(1, architecture.depth()).boxed()
        .max(Comparator.comparingLong(l -> (long) architecture.width(l) * architecture.width(l - 1))).orElseThrow();
    return new Layout(plan.add(Purpose.WORKSPACE, "rows of a matrix", ElementType.FLOAT64,
        architecture.width(largest - 1), architecture.width(largest), 1));
  }

  TrainedState(TrainedNetwork trained, List<TrainingResult> results) {
    this.results = List.copyOf(results);
    config = trained.setup().config();
    device = trained.device();
    room = trained.room();
    layout = trained.plan().room().state();
    network = trained.network();
    trainer = trained.trainer();
  }

  public ExperimentConfig config() {
    return config;
  }

  /** How training ended, for each member. */
  public List<TrainingResult> results() {
    return results;
  }

  /** The weights and batch normalisations, in host memory. */
  public List<HostMatrix> weights() {
    return Checkpoint.weights(device, network);
  }

  /** All that is needed to continue, in host memory. */
  public Checkpoint checkpoint() {
    return trainer.checkpoint();
  }

  /**
   * Writes the weights and batch normalisations as {@code .safetensors}, named as in a checkpoint; outputs x inputs.
   */
  public void writeWeights(Path file) throws IOException {
    write(file, network.state(), Map.of("name", config.name()));
  }

  /** Writes the same with the velocities, and with where training is. */
  public void writeCheckpoint(Path file) throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("epoch", Integer.toString(trainer.epoch()));
    metadata.put("step", Integer.toString(trainer.stepOfEpoch()));
    write(file, trainer.state(), metadata);
  }

  private void write(Path file, Map<String, Matrix> state, Map<String, String> metadata) throws IOException {
    List<Streamed> tensors = new ArrayList<>();
    Checkpoint.byMember(state).forEach((name, matrix) -> tensors.add(new Streamed(name,
        matrix.type() == ElementType.FLOAT64 ? Tensor.Kind.FLOAT64 : Tensor.Kind.FLOAT32,
        LayerPart.isMatrix(name) ? List.of(matrix.rows(), matrix.columns()) : List.of(matrix.rows()), rows(matrix))));
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      SafetensorsWriter.stream(out, tensors, metadata);
    }
  }

  /** A matrix row by row. The device turns it, so that what lies together in the file lies together there. */
  private SafetensorsWriter.Source rows(Matrix matrix) {
    Matrix largest = room.matrix(layout.rows());
    Matrix turned = new Matrix(largest.memory(), largest.type(), largest.offset(), matrix.columns(), matrix.rows(), 1,
        matrix.size());
    return (at, count, target) -> {
      if (at == 0) {
        device.copy(Transpose.YES, matrix, turned);
      }
      double[] values = new double[count];
      device.read(turned.reshape(1, Math.toIntExact(turned.size())).columns(at, at + count), values);
      put(values, matrix.type(), target);
    };
  }

  private static void put(double[] values, ElementType type, ByteBuffer target) {
    for (int i = 0; i < values.length; i++) {
      if (type == ElementType.FLOAT64) {
        target.putDouble(i * Double.BYTES, values[i]);
      } else {
        target.putFloat(i * Float.BYTES, (float) values[i]);
      }
    }
  }
}
