package dev.lamina.network;

import dev.lamina.device.Arena;
import dev.lamina.device.Device;
import dev.lamina.device.Devices;
import dev.lamina.device.ElementType;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.Place;
import java.util.Arrays;

/** A network on a device of its own. */
final class Fixture implements AutoCloseable {
  final Device device = Devices.first();
  final Network network;
  private final Arena arena;

  Fixture(Architecture architecture, ElementType type, int members) {
    MemoryPlan plan = new MemoryPlan();
    Network.Layout layout = Network.plan(plan, architecture, type, members);
    arena = device.allocate(plan);
    network = new Network(new Place(device, arena), layout);
  }

  /** Initial weights of a network of as many members as seeds. */
  static Fixture initialized(Architecture architecture, ElementType type, Initialization kind, double scale,
      long... seeds) {
    Fixture fixture = new Fixture(architecture, type, seeds.length);
    try {
      double[] scales = new double[seeds.length];
      Arrays.fill(scales, scale);
      FirstWeights.of(fixture.device, fixture.network, kind, seeds, scales);
      return fixture;
    } catch (RuntimeException e) {
      try (fixture) {
        throw e;
      }
    }
  }

  /** A weight as {@code [output][input]}. */
  double[][] weight(int layer, int member) {
    return rows(network.weight(layer).member(member));
  }

  double[][] rows(Matrix matrix) {
    HostMatrix host = HostMatrix.read(device, "a matrix", matrix);
    double[][] rows = new double[host.rows()][host.columns()];
    for (int i = 0; i < host.rows(); i++) {
      System.arraycopy(host.values(), i * host.columns(), rows[i], 0, host.columns());
    }
    return rows;
  }

  @Override
  public void close() {
    arena.close();
    device.close();
  }
}
