package dev.lamina.bench;

import dev.lamina.device.Device;
import dev.lamina.device.Precision;
import dev.lamina.device.cpu.CpuDevice;
import dev.lamina.network.Architecture;
import dev.lamina.training.TrainingResult;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A full-batch step of a linear network, as {@link dev.lamina.training.Trainer#run} does it: every iteration is a run of
 * many steps from the same weights, and the time of its one evaluation is spread over them.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = {"-XX:+UseParallelGC", "-XX:MaxRAMPercentage=50"})
@Warmup(iterations = 1)
@Measurement(iterations = 3)
public class TrainingStepBenchmark {
  static final int WIDE_STEPS = 32;
  static final int DEEP_STEPS = 250;
  static final int THEORY_STEPS = 50_000;

  /** A trainer whose runs start anew. */
  public abstract static class Case {
    private Device device;
    private TrainingSession session;

    abstract TrainingSession open(Device device);

    TrainingSession session() {
      return session;
    }

    @Setup
    public void setUp() {
      device = new CpuDevice();
      session = open(device);
    }

    @Setup(Level.Iteration)
    public void rewind() {
      session.prepare();
    }

    @TearDown
    public void tearDown() {
      session.close();
      device.close();
    }
  }

  /** 7 hidden layers of 1024 and a classifier of 10, on 1000 samples. */
  @State(Scope.Benchmark)
  public static class Wide extends Case {
    @Override
    TrainingSession open(Device device) {
      return TrainingSession.random(device, Precision.FP32,
          Architecture.builder(1024, 10).hidden(7, 1024).build(), 1000,
          TrainingSession.sgd(0.01, WIDE_STEPS));
    }
  }

  /** 31 hidden layers of 256 and a classifier of 10, on 256 samples. */
  @State(Scope.Benchmark)
  public static class Deep extends Case {
    @Override
    TrainingSession open(Device device) {
      return TrainingSession.random(device, Precision.FP32,
          Architecture.builder(256, 10).hidden(31, 256).build(), 256,
          TrainingSession.sgd(0.01, DEEP_STEPS));
    }
  }

  /** The paper's synthetic experiment: 5 hidden layers of 50 and a classifier of 3, on 30 samples. */
  @State(Scope.Benchmark)
  public static class Theory extends Case {
    @Override
    TrainingSession open(Device device) {
      return TrainingSession.random(device, Precision.FP32,
          Architecture.builder(50, 3).hidden(5, 50).build(), 30,
          TrainingSession.sgd(0.01, THEORY_STEPS));
    }
  }

  @Benchmark
  @OperationsPerInvocation(WIDE_STEPS)
  public TrainingResult wide(Wide state) {
    return state.session().train();
  }

  @Benchmark
  @OperationsPerInvocation(DEEP_STEPS)
  public TrainingResult deep(Deep state) {
    return state.session().train();
  }

  @Benchmark
  @OperationsPerInvocation(THEORY_STEPS)
  @Warmup(iterations = 2)
  public TrainingResult theory(Theory state) {
    return state.session().train();
  }
}
