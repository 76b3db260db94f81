package dev.lamina.experiment;

import dev.lamina.device.Arena;
import dev.lamina.device.Device;
import dev.lamina.device.Matrix;
import dev.lamina.network.Forward;
import dev.lamina.network.Network;
import dev.lamina.training.Trainer;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A network with its samples on a device, which is trained and then measured.
 *
 * @param room the part of {@code arena} for what is done one after the other
 */
record TrainedNetwork(Setup setup, RunPlan plan, Device device, Arena arena, Arena room, Network network,
    Trainer trainer) {

  /** {@code W_1 .. W_L}. */
  List<Matrix> weights() {
    return IntStream.rangeClosed(1, setup.architecture().depth()).mapToObj(network::weight).toList();
  }

  /** The features of every measured layer, of all members; computed if they are not there. */
  List<Matrix> features() {
    Forward forward = trainer.features();
    return IntStream.range(0, setup.architecture().depth())
        .mapToObj(layer -> forward.hidden(layer).broadcast(setup.config().members())).toList();
  }
}
