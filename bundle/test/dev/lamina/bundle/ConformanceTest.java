package dev.lamina.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ConformanceTest {

  @Test
  void anUnknownPartIsWrongUsageAndNoSuccess() throws IOException, InterruptedException {
    Ended ended = Ended.of(Conformance.class, "--require", "cpu", "--part", "metrics");
    assertEquals(2, ended.code(), ended.output());
    assertTrue(ended.output().contains("there is no part metrics; there are device, metric, training, network"),
        ended.output());
  }
}
