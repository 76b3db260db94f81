package dev.lamina.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.data.Tensor;
import dev.lamina.data.format.SafetensorsReader;
import dev.lamina.device.Device;
import dev.lamina.device.Devices;
import dev.lamina.network.HostMatrix;
import dev.lamina.training.EpochReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is written piece by piece is what the network holds: row by row, of its type, with a matrix's two dimensions.
 */
class TrainedStateTest {

  @TempDir
  private Path directory;

  private void run(List<String> settings, String precision) {
    Experiment experiment = Experiment.prepare(ConfigReader.read("theory", settings));
    try (Device device = Devices.first()) {
      experiment.run(device, new Experiment.Observer() {
        @Override
        public void epochsFinished(EpochReport report) {}

        @Override
        public void trained(TrainedState state) {
          try {
            Path weights = directory.resolve("weights");
            state.writeWeights(weights);
            assertSame(state.weights(), SafetensorsReader.read(weights), precision);
            Path checkpoint = directory.resolve("checkpoint");
            state.writeCheckpoint(checkpoint);
            assertSame(state.checkpoint().tensors(), SafetensorsReader.read(checkpoint), precision);
            assertEquals("2", SafetensorsReader.open(checkpoint).metadata().get("epoch"));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      });
    }
  }

  private static void assertSame(List<HostMatrix> expected, List<Tensor> written, String precision) {
    assertEquals(expected.stream().map(HostMatrix::name).toList(), written.stream().map(Tensor::name).toList());
    for (int i = 0; i < written.size(); i++) {
      HostMatrix matrix = expected.get(i);
      Tensor tensor = written.get(i);
      boolean wide = precision.equals("fp64");
      assertEquals(wide ? Tensor.Kind.FLOAT64 : Tensor.Kind.FLOAT32, tensor.kind());
      double[] values = new double[tensor.size()];
      for (int j = 0; j < values.length; j++) {
        values[j] = wide ? tensor.doubles()[j] : tensor.floats()[j];
      }
      assertArrayEquals(matrix.values(), values, matrix.name());
      assertArrayEquals(matrix.name().contains("weight") ? new int[] {matrix.rows(), matrix.columns()}
          : new int[] {matrix.rows()}, tensor.shape(), matrix.name());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"fp32", "fp64"})
  void everyTensorOfEveryMember(String precision) {
    run(List.of("training.epochs=2", "members=2", "network.bias=true", "network.nonlinear=2", "network.batch-norm=true",
        "network.width=7", "data.dimension=1", "data.samples=12", "training.momentum=0.9", "precision=" + precision,
        "init.kind=default", "data.kind=gaussian"), precision);
  }

  /** More than a piece of 256 KiB: 65,536 numbers in float32. */
  @Test
  void aMatrixOfSeveralPieces() {
    run(List.of("training.epochs=2", "network.width=390", "network.hidden=2", "metrics.spectrum=none",
        "init.kind=gaussian"), "fp32");
  }
}
