package dev.lamina.bench;

import dev.lamina.device.Arena;
import dev.lamina.device.Device;
import dev.lamina.device.ElementType;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.MemoryPlan.Purpose;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Plan;
import dev.lamina.device.Scalar;
import dev.lamina.device.Transpose;
import dev.lamina.device.cpu.CpuDevice;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A square float32 product of the device, replayed: what the products of a training step can reach. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = {"-XX:+UseParallelGC", "-XX:MaxRAMPercentage=50"})
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class GemmCeilingBenchmark {

  @Param({"1024", "256"})
  public int order;

  private Device device;
  private Arena arena;
  private Plan plan;

  @Setup
  public void setUp() {
    device = new CpuDevice();
    MemoryPlan memory = new MemoryPlan();
    Slot a = slot(memory, "a");
    Slot b = slot(memory, "b");
    Slot c = slot(memory, "c");
    arena = device.allocate(memory);
    SplittableRandom random = new SplittableRandom(1);
    device.write(random.doubles((long) order * order, -1, 1).toArray(), arena.matrix(a));
    device.write(random.doubles((long) order * order, -1, 1).toArray(), arena.matrix(b));
    Matrix target = arena.matrix(c);
    plan = device.record(() -> device.gemm(Transpose.NO, Transpose.NO, Scalar.ONE, arena.matrix(a), arena.matrix(b),
        Scalar.ZERO, target));
  }

  private Slot slot(MemoryPlan memory, String name) {
    return memory.add(Purpose.DATA, name, ElementType.FLOAT32, order, order, 1);
  }

  @TearDown
  public void tearDown() {
    plan.close();
    arena.close();
    device.close();
  }

  @Benchmark
  public void sgemm() {
    plan.replay();
    device.synchronize();
  }
}
