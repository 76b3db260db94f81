package dev.lamina.bundle;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Counts tests, and tells on standard output which class is done and on standard error what failed. */
final class Progress implements TestExecutionListener {
  private static final int LINES_OF_A_TRACE = 25;

  private final long start = System.nanoTime();
  private final List<Map<String, Object>> failures = new ArrayList<>();
  private TestPlan plan;
  private int passed;
  private int skipped;
  private int passedBefore;
  private long classStart;

  @Override
  public void testPlanExecutionStarted(TestPlan started) {
    plan = started;
  }

  @Override
  public void executionStarted(TestIdentifier test) {
    if (isTopClass(test)) {
      classStart = System.nanoTime();
      passedBefore = passed;
    }
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    skipped++;
    System.out.println("  skipped: " + name(test) + ": " + reason);
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    switch (result.getStatus()) {
      case SUCCESSFUL -> passed += test.isTest() ? 1 : 0;
      case ABORTED -> executionSkipped(test, result.getThrowable().map(Throwable::getMessage).orElse("no reason given"));
      default -> fail(test, result.getThrowable().orElse(null));
    }
    if (isTopClass(test)) {
      System.out.printf(Locale.ROOT, "%-48s %4d passed %7.1f s%n", test.getDisplayName(), passed - passedBefore,
          (System.nanoTime() - classStart) / 1e9);
    }
  }

  private void fail(TestIdentifier test, Throwable cause) {
    String message = String.valueOf(cause);
    failures.add(Map.of("test", name(test), "message", message));
    System.err.println("FAILED: " + name(test));
    if (cause != null) {
      StringWriter trace = new StringWriter();
      cause.printStackTrace(new PrintWriter(trace));
      trace.toString().lines().limit(LINES_OF_A_TRACE).forEach(line -> System.err.println("  " + line));
    }
  }

  private String name(TestIdentifier test) {
    return plan.getParent(test).map(parent -> parent.getParentId().isEmpty() ? "" : name(parent) + " > ").orElse("")
        + test.getDisplayName();
  }

  private static boolean isTopClass(TestIdentifier test) {
    return test.getSource().filter(ClassSource.class::isInstance).isPresent() && test.getUniqueIdObject().getSegments().size() == 2;
  }

  boolean passed() {
    return failures.isEmpty() && passed > 0;
  }

  Map<String, Object> result() {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("passed", passed);
    result.put("failed", failures.size());
    result.put("skipped", skipped);
    result.put("seconds", seconds());
    result.put("failures", failures);
    return result;
  }

  String summary() {
    return String.format(Locale.ROOT, "%d passed, %d failed, %d skipped in %.1f s", passed, failures.size(), skipped,
        seconds());
  }

  private double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }
}
