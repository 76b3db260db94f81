package dev.lamina.network;

import dev.lamina.device.Arena;
import dev.lamina.device.Device;
import dev.lamina.device.MemoryPlan;

/** First weights of a network, made in memory of their own. */
public final class FirstWeights {

  private FirstWeights() {}

  /** @param scales one of each member, as the seeds */
  public static void of(Device device, Network network, Initialization kind, long[] seeds, double... scales) {
    MemoryPlan plan = new MemoryPlan();
    Initializer.Layout layout = Initializer.plan(plan, kind, network.architecture(), network.members());
    try (Arena arena = device.allocate(plan)) {
      new Initializer(device, arena, layout, network).initialize(seeds, scales);
    }
  }
}
