package dev.lamina.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the memory gives: every processor copies its own 64 MiB, more than its share of any cache. An operation reads and
 * writes that many bytes on each of them.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Threads(Threads.MAX)
@Fork(value = 1, jvmArgsAppend = {"-XX:+UseParallelGC", "-XX:MaxRAMPercentage=50"})
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class CopyCeilingBenchmark {
  static final int BYTES = 64 << 20;

  private final float[] source = new float[BYTES / Float.BYTES];
  private final float[] target = new float[BYTES / Float.BYTES];

  @Benchmark
  public float[] copy() {
    System.arraycopy(source, 0, target, 0, source.length);
    return target;
  }
}
