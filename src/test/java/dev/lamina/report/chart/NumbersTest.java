package dev.lamina.report.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0", "-0.0, 0", "30, 30", "-7, -7", "0.3, 0.3", "0.28198661, 0.2820", "11.99933, 12.00", "1.3109e-10, 1.311e-10",
    "1e-12, 1e-12", "0.001, 0.001", "0.00099999, 0.001000", "0.00012345, 1.234e-4", "12345.678, 12346",
    "9999999, 9999999", "123456789012, 1.235e11", "1e300, 1e300", "4.9e-324, 4.941e-324", "NaN, \u2013",
    "Infinity, \u221e", "-Infinity, -\u221e",
  })
  void fourDigits(double value, String expected) {
    assertEquals(expected, Numbers.format(value));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "0.99998, 0.99998", "0.9999748, 0.99997", "0.97, 0.97", "0.5123456, 0.5123", "-3.2, -3.2",
      "NaN, \u2013"})
  void qualityShowsTheGapToOne(double value, String expected) {
    assertEquals(expected, Numbers.quality(value));
  }

  @ParameterizedTest
  @CsvSource({"0.8, 0.8 s", "59.94, 59.94 s", "75, 1 min 15 s", "5471.2, 1 h 31 min", "NaN, \u2013", "-1, -1 s"})
  void durations(double value, String expected) {
    assertEquals(expected, Numbers.seconds(value));
  }

  @ParameterizedTest
  @CsvSource({"1, 100 %", "0.5712, 57.12 %", "0.07, 7 %", "NaN, \u2013"})
  void percentages(double value, String expected) {
    assertEquals(expected, Numbers.percent(value));
  }
}
