package dev.lamina.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunComparisonTest {
  private static final String RUN = """
      {"final_loss": 0.5, "layers": [{"compression": 4, "discrimination": 0.1}, \
      {"compression": 2, "discrimination": 0.9}]}""";

  private static boolean agree(String name, String precision, String run,
      String reference) throws JsonProcessingException {
    ObjectMapper json = new ObjectMapper();
    return RunComparison.of(name, precision).compare(json.readTree(run), json.readTree(reference)).agrees();
  }

  @ParameterizedTest
  @ValueSource(strings = {"fp64", "fp32", "tf32"})
  void differencesBeyondTheTolerancesAreFound(String precision) throws JsonProcessingException {
    for (String name : new String[] {"theory", "fashion-mnist-hybrid"}) {
      assertTrue(agree(name, precision, RUN, RUN));
      for (String other : new String[] {RUN.replace("4,", "5,"), RUN.replace("0.9", "0.8"),
          RUN.replace("0.5", "0.7")}) {
        assertFalse(agree(name, precision, other, RUN), other);
        assertFalse(agree(name, precision, RUN, other), other);
      }
    }
    assertThrows(IllegalArgumentException.class, () -> RunComparison.of("theory", "fp16"));
  }

  @Test
  void whatIsNoNumberNeverAgrees() throws JsonProcessingException {
    for (String number : new String[] {"4,", "0.1}", "0.5,"}) {
      String without = RUN.replace(number, "null" + number.charAt(number.length() - 1));
      assertFalse(agree("theory", "tf32", without, RUN), without);
      assertFalse(agree("theory", "tf32", RUN, without), without);
      assertFalse(agree("theory", "tf32", without, without), without);
    }
  }

  @Test
  void missingLayersAreFound() throws JsonProcessingException {
    String shorter = RUN.replace(", {\"compression\": 2, \"discrimination\": 0.9}", "");
    for (String other : new String[] {shorter, "{\"final_loss\": 0.5, \"layers\": []}", "{\"final_loss\": 0.5}",
        "[]"}) {
      assertFalse(agree("theory", "fp32", other, RUN), other);
      assertFalse(agree("theory", "fp32", RUN, other), other);
      assertFalse(agree("theory", "fp32", other, other), other);
    }
  }

  /** A loss below what means anything may differ; only if both are there. */
  @Test
  void negligibleLosses() throws JsonProcessingException {
    String tiny = RUN.replace("0.5", "1e-11");
    assertTrue(agree("theory", "fp32", tiny, RUN.replace("0.5", "1e-12")));
    assertFalse(agree("theory", "fp64", tiny, RUN.replace("0.5", "1e-12")));
    assertFalse(agree("theory", "fp32", tiny, RUN));
  }

  @Test
  void relativeDifference() {
    assertEquals(0, RunComparison.relative(0, 0));
    assertEquals(1, RunComparison.relative(0, 3));
    assertEquals(0.5, RunComparison.relative(-1, -2));
    assertEquals(Double.NaN, RunComparison.relative(Double.NaN, Double.NaN));
  }
}
