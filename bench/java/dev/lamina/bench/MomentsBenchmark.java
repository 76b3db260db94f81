package dev.lamina.bench;

import dev.lamina.device.Device;
import dev.lamina.device.cpu.CpuDevice;
import dev.lamina.metric.FeatureMetrics;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Metrics of one layer's features, 20,000 samples of 1024 float32 numbers in 10 classes, without a spectrum. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = {"-XX:+UseParallelGC", "-XX:MaxRAMPercentage=50"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MomentsBenchmark {
  static final int SAMPLES = 20_000;
  static final int DIMENSION = 1024;
  static final int CLASSES = 10;

  private Device device;
  private MomentsProbe probe;
  private LayersProbe layers;

  @Setup
  public void setUp() {
    SplittableRandom random = new SplittableRandom(1);
    float[] features = new float[SAMPLES * DIMENSION];
    int[] offsets = new int[CLASSES + 1];
    for (int k = 0; k < CLASSES; k++) {
      offsets[k + 1] = SAMPLES / CLASSES * (k + 1);
      double[] mean = random.doubles(DIMENSION, -1, 1).toArray();
      for (int i = offsets[k] * DIMENSION; i < offsets[k + 1] * DIMENSION; i++) {
        features[i] = (float) (mean[i % DIMENSION] + random.nextDouble() - 0.5);
      }
    }
    device = new CpuDevice();
    probe = new MomentsProbe(device, DIMENSION, offsets);
    layers = new LayersProbe(device, List.of(DIMENSION), offsets);
    device.write(features, probe.features());
    device.write(features, layers.features().get(0));
  }

  @TearDown
  public void tearDown() {
    layers.close();
    probe.close();
    device.close();
  }

  /** Means and within-class scatter alone: one pass over the features. */
  @Benchmark
  public void classMoments() {
    probe.classMoments();
    device.synchronize();
  }

  /** Both traces, compression and discrimination, on the host. */
  @Benchmark
  public MomentsProbe.Moments moments() {
    return probe.moments();
  }

  /** All that FeatureMeter measures without a spectrum: also NC1 to NC3's geometry and nearest class means. */
  @Benchmark
  public FeatureMetrics featureMeter() {
    return layers.measure().get(0);
  }
}
