package dev.lamina.device;

/** Where memory for a plan comes from: {@link Device#allocate}, or room that a larger plan keeps for it. */
@FunctionalInterface
public interface Allocator {

  /** Memory for a plan; not zeroed. Whoever asked closes it. */
  Arena allocate(MemoryPlan plan);
}
