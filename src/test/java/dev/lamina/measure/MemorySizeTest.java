package dev.lamina.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemorySizeTest {

  @ParameterizedTest
  @CsvSource({"1, 1", "4096, 4096", "300k, 307200", "2G, 2147483648", "512MiB, 536870912", "1gb, 1073741824",
    "' 3m ', 3145728", "1t, 1099511627776"})
  void amounts(String text, long bytes) {
    assertEquals(bytes, MemorySize.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "g", "-1", "1.5g", "2x", "1gg", "99999999999999999999"})
  void whatIsNone(String text) {
    assertThrows(IllegalArgumentException.class, () -> MemorySize.parse(text));
  }

  @Test
  void forPeople() {
    assertEquals("1000 bytes", MemorySize.text(1000));
    assertEquals("1.5 MiB", MemorySize.text(3 << 19));
    assertEquals("2.0 GiB", MemorySize.text(2L << 30));
    assertThrows(ArithmeticException.class, () -> MemorySize.parse("999999999999999t"));
    assertTrue(MemorySize.free() > 1 << 20);
  }
}
