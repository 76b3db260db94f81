package dev.lamina.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Times workloads with JMH, each in a Java process of its own. */
final class Stopwatch {
  /** Seconds of a run from which on there are fewer of them. */
  private static final double LONG = 2;
  private static final double VERY_LONG = 20;

  private final String device;
  private final Scale scale;

  Stopwatch(String device, Scale scale) {
    this.device = device;
    this.scale = scale;
  }

  /**
   * Times one workload.
   *
   * @param expected seconds of one run, at least
   * @throws BenchmarkFailure if it fails; JMH's log is then kept
   */
  Timing time(Workload workload, double expected) {
    Path log = log();
    boolean few = scale == Scale.QUICK || scale == Scale.BRIEF;
    TimeValue iteration = TimeValue.milliseconds(switch (scale) {
      case QUICK -> 100;
      case BRIEF -> 400;
      case CPU, GPU -> 1000;
    });
    var options = new OptionsBuilder().include(HotPathBenchmark.class.getName() + ".run")
        .param("workload", workload.name()).param("device", device).param("scale", scale.name())
        .param("precision", workload.work().precision().name())
        .forks(1).warmupTime(iteration).measurementTime(iteration)
        .warmupIterations(expected > VERY_LONG ? 0 : few || expected > LONG ? 1 : 2)
        .measurementIterations(expected > VERY_LONG ? 1 : few || expected > LONG ? 3 : 5)
        .shouldFailOnError(true).output(log.toString()).build();
    try {
      RunResult result = new Runner(options).runSingle();
      List<Double> samples = result.getBenchmarkResults().stream().flatMap(fork -> fork.getIterationResults().stream())
          .map(IterationResult::getPrimaryResult).map(run -> run.getScore() / workload.operations()).toList();
      Files.delete(log);
      return new Timing(workload, samples);
    } catch (RunnerException e) {
      throw new BenchmarkFailure(workload.name() + ": " + e.getMessage() + "; JMH's log is " + log, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path log() {
    try {
      return Files.createTempFile("lamina-bench-", ".log");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
