package dev.lamina.bench;

import dev.lamina.network.Architecture;
import dev.lamina.network.Initialization;
import java.util.ArrayList;
import java.util.List;

/** What comes before training: first weights, and a process from its start to its first step. */
final class StartGrid {
  private static final double BYTES_OF_DOUBLES = 8;

  private StartGrid() {}

  static List<Workload> of(Scale scale) {
    List<Workload> grid = new ArrayList<>();
    for (int d : scale == Scale.QUICK ? new int[] {64} : new int[] {256, 1024, 2048, 4096, 8192}) {
      grid.add(initialisation("orthogonal", Initialization.ORTHOGONAL, Networks.linear(1, d, d), Work.orthogonal(d),
          3));
      grid.add(initialisation("balanced", Initialization.BALANCED, Networks.linear(2, d, d), Work.balanced(d), 9));
    }
    grid.add(new Workload("start-up/first-step", Work.time(), 1, 0, (device, name) -> new StartUpSession(name)));
    return grid;
  }

  /** @param copies how many float64 matrices of the weights' size are needed at once, about */
  private static Workload initialisation(String name, Initialization kind, Architecture network, Work work,
      int copies) {
    double d = network.inputs();
    return new Workload("init-" + name + "/d" + network.inputs(), work, 1, BYTES_OF_DOUBLES * copies * d * d,
        (device, deviceName) -> new InitialisationSession(device, network, kind));
  }
}
