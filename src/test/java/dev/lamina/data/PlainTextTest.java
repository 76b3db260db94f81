package dev.lamina.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a terminal would obey never reaches it, and the order of names is a person's. */
class PlainTextTest {

  @Test
  void nothingBreaksOutOfALine() {
    assertEquals("a [31mred b", PlainText.line("a\u001b[31mred\r\n\tb"));
    assertEquals("a 2J", PlainText.line("a\u009b2J")); // a control sequence in one character
    assertEquals("x y", PlainText.line("x\u202e\u2028\ud800y"));
    assertEquals("\u00e9\u4e2d\ud83d\ude00", PlainText.line("\u00e9\u4e2d\ud83d\ude00"));
    assertEquals("abc...", PlainText.line("abcd", 3));
    assertEquals("abcd", PlainText.line("abcd", 4));
    assertTrue(PlainText.line("x".repeat(10_000_000), 100).length() < 104);
  }

  @Test
  void numbersInNamesCount() {
    List<String> ordered = List.of("", "a", "a01", "a1", "a2", "a2b1", "a10", "a99999999999999999999",
        "a100000000000000000000", "b");
    for (int i = 0; i < ordered.size(); i++) {
      for (int j = 0; j < ordered.size(); j++) {
        int expected = Integer.compare(i, j);
        int found = NaturalOrder.INSTANCE.compare(ordered.get(i), ordered.get(j));
        assertEquals(Integer.signum(expected), Integer.signum(found), ordered.get(i) + " and " + ordered.get(j));
      }
    }
  }
}
