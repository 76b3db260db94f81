package dev.lamina.bundle;

import dev.lamina.device.cuda.CudaException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs and counts tests, and tells on standard output which class is done and on standard error what failed. The class
 * of the first test that loses the device is the last, and no other test counts: all would fail by no fault of theirs.
 */
final class Progress implements TestExecutionListener {
  private static final int LINES_OF_A_TRACE = 25;

  private final long start = System.nanoTime();
  private final Consumer<Map<String, Object>> results;
  private final List<Map<String, Object>> failures = new ArrayList<>();
  private final List<Map<String, Object>> classes = new ArrayList<>();
  private final List<String> notRun = new ArrayList<>();
  private TestPlan plan;
  private String lostBy;
  private String underWay;
  private long classStart;
  private int passed;
  private int skipped;
  private int passedBefore;
  private int failedBefore;

  /** @param results gets what is known so far whenever a class begins or ends and whenever a test fails */
  Progress(Consumer<Map<String, Object>> results) {
    this.results = results;
  }

  /** Runs test classes, each by itself: what has begun cannot be cancelled before JUnit 6. */
  void run(List<? extends DiscoverySelector> tests) {
    Launcher launcher = LauncherFactory.create();
    TestPlan all = launcher.discover(request(tests));
    all.getRoots().stream().flatMap(engine -> all.getChildren(engine).stream()).map(TestIdentifier::getDisplayName)
        .forEach(notRun::add);
    for (DiscoverySelector test : tests) {
      if (lostBy == null) {
        launcher.execute(request(List.of(test)), this);
      }
    }
  }

  private static LauncherDiscoveryRequest request(List<? extends DiscoverySelector> tests) {
    return LauncherDiscoveryRequestBuilder.request().selectors(tests).build();
  }

  @Override
  public void testPlanExecutionStarted(TestPlan started) {
    plan = started;
  }

  @Override
  public void executionStarted(TestIdentifier test) {
    if (isTopClass(test)) {
      classStart = System.nanoTime();
      passedBefore = passed;
      failedBefore = failures.size();
      underWay = test.getDisplayName();
      notRun.remove(underWay);
      results.accept(result());
    }
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    if (lostBy == null) {
      skipped++;
      System.out.println("  skipped: " + name(test) + ": " + reason);
    }
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    switch (result.getStatus()) {
      case SUCCESSFUL -> passed += test.isTest() && lostBy == null ? 1 : 0;
      case ABORTED -> executionSkipped(test,
          result.getThrowable().map(Throwable::getMessage).orElse("no reason given"));
      default -> fail(test, result.getThrowable().orElse(null));
    }
    if (isTopClass(test)) {
      finishClass(test.getDisplayName());
    }
  }

  private void finishClass(String name) {
    double seconds = (System.nanoTime() - classStart) / 1e9;
    underWay = null;
    Map<String, Object> finished = new LinkedHashMap<>();
    finished.put("class", name);
    finished.put("passed", passed - passedBefore);
    finished.put("failed", failures.size() - failedBefore);
    finished.put("seconds", seconds);
    classes.add(finished);
    System.out.printf(Locale.ROOT, "%-48s %4d passed %7.1f s%n", name, passed - passedBefore, seconds);
    results.accept(result());
  }

  private void fail(TestIdentifier test, Throwable cause) {
    if (lostBy != null) {
      return;
    }
    String name = name(test);
    failures.add(Map.of("test", name, "message", String.valueOf(cause)));
    System.err.println("FAILED: " + name);
    if (cause != null) {
      StringWriter trace = new StringWriter();
      cause.printStackTrace(new PrintWriter(trace));
      trace.toString().lines().limit(LINES_OF_A_TRACE).forEach(line -> System.err.println("  " + line));
    }
    if (losesTheDevice(cause)) {
      lostBy = name;
      System.err.println("STOPPED: " + name + " lost the device; what follows does not count");
    }
    results.accept(result());
  }

  /** What is thrown after the test, when guards are checked and memory is freed, comes as suppressed. */
  private static boolean losesTheDevice(Throwable thrown) {
    return thrown != null && (thrown instanceof CudaException failure && failure.isSticky()
        || losesTheDevice(thrown.getCause())
        || Arrays.stream(thrown.getSuppressed()).anyMatch(Progress::losesTheDevice));
  }

  private String name(TestIdentifier test) {
    return plan.getParent(test).map(parent -> parent.getParentId().isEmpty() ? "" : name(parent) + " > ").orElse("")
        + test.getDisplayName();
  }

  private static boolean isTopClass(TestIdentifier test) {
    return test.getSource().filter(ClassSource.class::isInstance).isPresent()
        && test.getUniqueIdObject().getSegments().size() == 2;
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
    if (lostBy != null) {
      result.put("device_lost_by", lostBy);
    }
    if (underWay != null) {
      result.put("under_way", underWay);
    }
    result.put("not_run", notRun);
    result.put("failures", failures);
    result.put("classes", classes);
    return result;
  }

  String summary() {
    return String.format(Locale.ROOT, "%d passed, %d failed, %d skipped in %.1f s", passed, failures.size(), skipped,
        seconds())
        + (lostBy == null ? "" : "; " + lostBy + " lost the device: the rest of its class does not count, and "
        + notRun.size() + " more classes were not run");
  }

  private double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }
}
