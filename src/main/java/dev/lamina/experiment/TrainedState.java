package dev.lamina.experiment;

import dev.lamina.data.SafetensorsWriter;
import dev.lamina.data.SafetensorsWriter.Streamed;
import dev.lamina.data.Tensor;
import dev.lamina.device.Allocator;
import dev.lamina.device.Arena;
import dev.lamina.device.Device;
import dev.lamina.device.ElementType;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.MemoryPlan.Purpose;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Transpose;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network that has been trained, while it is on its device. Its files are written piece by piece: they may be larger
 * than the Java heap.
 */
public final class TrainedState {

  private final ExperimentConfig config;
  private final List<TrainingResult> results;
  private final Device device;
  private final Allocator room;
  private final Network network;
  private final Trainer trainer;

  /** @param room for {@link #plan} of the largest matrix */
  TrainedState(ExperimentConfig config, List<TrainingResult> results, Device device, Allocator room, Network network,
      Trainer trainer) {
    this.config = config;
    this.results = List.copyOf(results);
    this.device = device;
    this.room = room;
    this.network = network;
    this.trainer = trainer;
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

  /** What {@link #rows} needs for a matrix. */
  static MemoryPlan plan(int rows, int columns) {
    MemoryPlan plan = new MemoryPlan();
    turned(plan, rows, columns);
    return plan;
  }

  private static Slot turned(MemoryPlan plan, int rows, int columns) {
    return plan.add(Purpose.WORKSPACE, "rows of a matrix", ElementType.FLOAT64, columns, rows, 1);
  }

  /** A matrix row by row. The device turns it, so that what lies together in the file lies together there. */
  private SafetensorsWriter.Source rows(Matrix matrix) {
    return (at, count, target) -> {
      MemoryPlan plan = new MemoryPlan();
      Slot slot = turned(plan, matrix.rows(), matrix.columns());
      try (Arena arena = room.allocate(plan)) {
        Matrix turned = arena.matrix(slot);
        if (at == 0) {
          device.copy(Transpose.YES, matrix, turned);
        }
        double[] values = new double[count];
        device.read(turned.reshape(1, Math.toIntExact(turned.size())).columns(at, at + count), values);
        put(values, matrix.type(), target);
      }
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
