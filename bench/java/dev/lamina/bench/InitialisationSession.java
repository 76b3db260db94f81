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

  InitialisationSession(Device device, Architecture architecture, Initialization kind) {
    MemoryPlan plan = new MemoryPlan();
    Network.Layout network = Network.plan(plan, architecture, ElementType.FLOAT32, 1);
    Initializer.Layout layout = Initializer.plan(plan, kind, architecture, 1);
    arena = device.allocate(plan);
    initializer = new Initializer(device, arena, layout, new Network(new Place(device, arena), network));
  }

  @Override
  public void run() {
    initializer.initialize(new long[] {1}, new double[] {1});
  }

  @Override
  public void close() {
    arena.close();
  }
}
