package dev.lamina.device.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.device.cuda.library.CudaLibraries;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** What the driver refuses in a graph is queued beside it, in its place. */
@EnabledIfSystemProperty(named = "lamina.require", matches = ".*cuda.*", disabledReason = "needs a CUDA device")
class CudaPlanTest {
  private static final Logger LOG = Logger.getLogger(CudaPlan.class.getName());

  private final Closing resources = new Closing();
  private final List<String> order = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final Handler listener = new Handler() {
    @Override
    public void publish(LogRecord message) {
      warnings.add(message.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  };
  private Queue queue;
  private HostBuffer host;

  @BeforeEach
  void open() {
    CudaLibraries.load();
    queue = resources.open(new Queue(resources.open(new Context(0)), Variant.USUAL));
    host = resources.open(new HostBuffer(queue));
    LOG.addHandler(listener);
    LOG.setUseParentHandlers(false);
  }

  @AfterEach
  void close() {
    LOG.setUseParentHandlers(true);
    LOG.removeHandler(listener);
    resources.close();
  }

  private Operation operation(String name, Runnable work) {
    Operation operation = Operation.of((queued, workspace) -> {
      order.add(name);
      work.run();
    });
    operation.named(name);
    return operation;
  }

  @Test
  void whatEndsACaptureIsNamedAndQueuedBetweenGraphs() {
    List<Operation> operations = List.of(operation("first", () -> { }), operation("waiting", queue::synchronize),
        operation("last", () -> { }));
    try (CudaPlan plan = new CudaPlan(queue, host, operations, null)) {
      assertEquals(1, warnings.size(), warnings.toString());
      assertTrue(warnings.get(0).startsWith("waiting cannot be part of a CUDA graph"), warnings.get(0));
      order.clear();
      plan.replay(2);
      // Graphs replay without the host; what is not in one is called each time.
      assertEquals(List.of("waiting", "waiting"), order);
    }
  }

  @Test
  void aFailureThatIsNotOfTheCaptureIsThrown() {
    List<Operation> operations = List.of(operation("broken", () -> {
      throw new CudaException("cublasDgemm failed");
    }));
    assertEquals("cublasDgemm failed",
        assertThrows(CudaException.class, () -> new CudaPlan(queue, host, operations, null)).getMessage());
    assertEquals(List.of(), warnings);
  }
}
