package dev.lamina.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class MeasureComparisonTest {
  private static final String EXPECTED = """
      [{"compression": 2, "singular_values_top5": [4, 3]}, {"compression": 0.5, "singular_values_top5": [2, 1]}]""";

  private static Acceptance.Result compare(String measured, String expected) throws JsonProcessingException {
    ObjectMapper json = new ObjectMapper();
    return MeasureComparison.compare(json.readTree(measured), json.readTree(expected));
  }

  private static String measured(String compression, String values) {
    return """
        {"layers": [{"compression": %s, "singular_values": %s},
            {"compression": 0.5, "singular_values": [2, 1, 0.1]}]}"""
        .formatted(compression, values);
  }

  @Test
  void comparesEveryNumber() throws JsonProcessingException {
    Acceptance.Result equal = compare(measured("2.0000001", "[4, 3, 1]"), EXPECTED);
    assertTrue(equal.agrees(), equal.line());
    assertTrue(equal.line().startsWith("6 numbers, largest difference 5.0e-08"), equal.line());
    assertFalse(compare(measured("2.00001", "[4, 3, 1]"), EXPECTED).agrees());
    assertFalse(compare(measured("2", "[4, 3.1, 1]"), EXPECTED).agrees());
  }

  /** A number that JSON cannot hold is null; it must not be forgotten when all after it agree. */
  @Test
  void whatIsNoNumberNeverAgrees() throws JsonProcessingException {
    assertFalse(compare(measured("null", "[4, 3, 1]"), EXPECTED).agrees());
    String nothing = EXPECTED.replace("2, \"sing", "null, \"sing");
    assertFalse(compare(measured("null", "[4, 3, 1]"), nothing).agrees());
    assertFalse(compare(measured("0", "[4, 3, 1]"), nothing).agrees());
    assertFalse(compare(measured("2", "[4]"), EXPECTED).agrees(), "a singular value is missing");
  }

  @Test
  void aMissingLayerIsTold() throws JsonProcessingException {
    assertEquals("1 layers instead of 2", compare("{\"layers\": [{\"compression\": 2}]}", EXPECTED).line());
    assertEquals("0 layers instead of 2", compare("{}", EXPECTED).line());
    assertFalse(compare("{}", EXPECTED).agrees());
  }

  @Test
  void nothingExpectedIsNoAgreement() throws JsonProcessingException {
    assertFalse(compare("{\"layers\": []}", "[]").agrees());
    assertFalse(compare(measured("2", "[4]"), "[{\"compression\": 2}, {}]").agrees());
    assertFalse(compare(measured("2", "[4]"), "[{\"singular_values_top5\": []}, {\"compression\": 0.5}]").agrees());
  }

  @Test
  void swappedFilesAreTold() throws JsonProcessingException {
    assertFalse(compare(EXPECTED, measured("2", "[4, 3, 1]")).agrees());
  }
}
