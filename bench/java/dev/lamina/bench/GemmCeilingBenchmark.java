package dev.lamina.bench;

import dev.lamina.device.Device;
import dev.lamina.device.ElementType;
import dev.lamina.device.cpu.CpuDevice;
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
  private SquareProduct product;

  @Setup
  public void setUp() {
    device = new CpuDevice();
    product = new SquareProduct(device, ElementType.FLOAT32, order);
  }

  @TearDown
  public void tearDown() {
    product.close();
    device.close();
  }

  @Benchmark
  public void sgemm() {
    product.run();
    device.synchronize();
  }
}
