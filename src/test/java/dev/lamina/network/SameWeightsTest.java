package dev.lamina.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.lamina.device.Arena;
import dev.lamina.device.Device;
import dev.lamina.device.Devices;
import dev.lamina.device.ElementType;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.Place;
import dev.lamina.device.cpu.CpuDevice;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A seed gives the same initial weights on the device under test as on the CPU, in every bit. */
@EnabledIfSystemProperty(named = "lamina.require", matches = "softcuda", disabledReason = "compares two devices")
class SameWeightsTest {
  private static final long[] SEEDS = {4, -9, 1L << 40};

  @ParameterizedTest
  @EnumSource
  void bitForBit(Initialization kind) {
    compare(kind, Architecture.builder(33, 5).hidden(4, 37).bias(true).build());
  }

  /** Large enough for the libraries' own threads. */
  @ParameterizedTest
  @EnumSource(names = {"ORTHOGONAL", "BALANCED"})
  void largeMatrices(Initialization kind) {
    compare(kind, Architecture.builder(300, 200).hidden(1, 310).bias(true).build());
  }

  private static void compare(Initialization kind, Architecture architecture) {
    for (ElementType type : List.of(ElementType.FLOAT64, ElementType.FLOAT32)) {
      List<double[]> expected;
      List<double[]> found;
      try (Device cpu = new CpuDevice(2)) {
        expected = weights(cpu, architecture, type, kind);
      }
      try (Device device = Devices.first()) {
        assertNotEquals("cpu", device.info().kind());
        found = weights(device, architecture, type, kind);
      }
      for (int i = 0; i < expected.size(); i++) {
        assertArrayEquals(expected.get(i), found.get(i), kind + ", " + type + ", matrix " + i);
      }
    }
  }

  private static List<double[]> weights(Device device, Architecture architecture, ElementType type,
      Initialization kind) {
    MemoryPlan plan = new MemoryPlan();
    Network.Layout layout = Network.plan(plan, architecture, type, SEEDS.length);
    List<double[]> weights = new ArrayList<>();
    try (Arena arena = device.allocate(plan)) {
      Network network = new Network(new Place(device, arena), layout);
      FirstWeights.of(device, network, kind, SEEDS, 0.3, 1, 2.5);
      for (int l = 1; l <= architecture.depth(); l++) {
        for (int e = 0; e < SEEDS.length; e++) {
          weights.add(HostMatrix.read(device, "weight", network.weight(l).member(e)).values());
          weights.add(HostMatrix.read(device, "bias", network.bias(l).member(e)).values());
        }
      }
    }
    return weights;
  }
}
