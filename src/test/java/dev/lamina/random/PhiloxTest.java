package dev.lamina.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhiloxTest {
  /** The known-answer vectors published with Random123. */
  @ParameterizedTest
  @CsvSource({
    "00000000 00000000 00000000 00000000, 00000000 00000000, 6627e8d5 e169c58d bc57ac4c 9b00dbd8",
    "ffffffff ffffffff ffffffff ffffffff, ffffffff ffffffff, 408f276d 41c83b0e a20bc7c6 6d5451fd",
    "243f6a88 85a308d3 13198a2e 03707344, a4093822 299f31d0, d16cfe09 94fdcceb 5001e420 24126ea1",
  })
  void knownAnswers(String counter, String key, String answer) {
    int[] c = words(counter);
    int[] k = words(key);
    int[] out = new int[4];
    Philox.block(c[0], c[1], c[2], c[3], k[0], k[1], out, 0);
    assertArrayEquals(words(answer), out);
  }

  @Test
  void writesFourWordsAtTheOffset() {
    int[] out = {1, 2, 3, 4, 5, 6};
    Philox.block(0, 0, 0, 0, 0, 0, out, 1);
    assertArrayEquals(new int[] {1, 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8, 6}, out);
    assertThrows(IndexOutOfBoundsException.class, () -> Philox.block(0, 0, 0, 0, 0, 0, out, 3));
  }

  private static int[] words(String hex) {
    return Arrays.stream(hex.trim().split(" ")).mapToInt(HexFormat::fromHexDigits).toArray();
  }
}
