package dev.lamina.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The benchmarks behind {@code lamina bench}: a service, since the jar that users run does not hold them. */
public interface Benchmarks {

  /**
   * What was asked for.
   *
   * @param quick few and small ones
   * @param brief all sizes, each for a shorter time
   * @param list only name them
   * @param device {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:N}
   * @param out where the results go as JSON
   * @param patterns parts of names; without any, all benchmarks
   * @param version of Lamina
   */
  record Request(
      boolean quick, boolean brief, boolean list, String device, Optional<Path> out, List<String> patterns,
      String version) {}

  /**
   * Runs or names benchmarks.
   *
   * @return whether all of them could be run
   */
  boolean run(Request request, PrintWriter out, PrintWriter err);
}
