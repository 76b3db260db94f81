package dev.lamina.bench;

import dev.lamina.device.Device;
import dev.lamina.device.DeviceChoice;
import dev.lamina.device.Precision;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One run of a workload on a device, ended by waiting for the device. {@code lamina bench} sets the parameters. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.SECONDS)
public class HotPathBenchmark {

  @Param("ceiling/copy")
  public String workload;

  @Param("cpu")
  public String device;

  @Param("QUICK")
  public Scale scale;

  @Param("FP32")
  public Precision precision;

  private Device opened;
  private Session session;

  @Setup
  public void open() {
    opened = DeviceChoice.open(device, precision).device();
    session = Stream.of(Ceilings.of(scale), new Catalogue(scale).select(List.of())).flatMap(List::stream)
        .filter(candidate -> candidate.name().equals(workload)).findFirst().orElseThrow().opener().open(opened, device);
  }

  @Setup(Level.Invocation)
  public void prepare() {
    session.prepare();
    opened.synchronize();
  }

  @TearDown
  public void close() {
    session.close();
    opened.close();
  }

  @Benchmark
  public void run() {
    session.run();
    opened.synchronize();
  }
}
