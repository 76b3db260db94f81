package dev.lamina.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Levenshtein's distance. */
class WordsTest {

  @ParameterizedTest
  @CsvSource({"'', '', 0", "abc, abc, 0", "'', abc, 3", "kitten, sitting, 3", "flaw, lawn, 2",
      "intention, execution, 5",
      "epoch, epochs, 1", "rate, tare, 2"})
  void distance(String a, String b, int expected) {
    assertEquals(expected, Words.distance(a, b));
    assertEquals(expected, Words.distance(b, a));
  }
}
