package dev.lamina.bench;

import dev.lamina.device.Arena;
import dev.lamina.device.Device;
import dev.lamina.device.ElementType;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.Place;
import dev.lamina.network.Architecture;
import dev.lamina.network.Initialization;
import dev.lamina.network.Initializer;
import dev.lamina.network.Network;

/** First weights of a float32 network, from random numbers to the rounded weights. */
final class InitialisationSession implements Session {
  private final Arena arena;
  private final Initializer initializer;
  private final Initialization kind;

  InitialisationSession(Device device, Architecture architecture, Initialization kind) {
    this.kind = kind;
    MemoryPlan plan = new MemoryPlan();
    Network.Layout layout = Network.plan(plan, architecture, ElementType.FLOAT32, 1);
    arena = device.allocate(plan);
    initializer = new Initializer(device, new Network(new Place(device, arena), layout));
  }

  @Override
  public void run() {
    initializer.initialize(kind, new long[] {1}, new double[] {1});
  }

  @Override
  public void close() {
    arena.close();
  }
}
