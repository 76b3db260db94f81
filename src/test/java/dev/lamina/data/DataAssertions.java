package dev.lamina.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URISyntaxException;
import java.nio.file.Path;
import org.junit.jupiter.api.function.Executable;

/** What the tests of data share. */
public final class DataAssertions {
  private DataAssertions() {}

  /** Asserts that the code throws a DataException of one line that contains every part. */
  public static void assertDataException(Executable code, String... parts) {
    String message = assertThrows(DataException.class, code).getMessage();
    assertEquals(1, message.lines().count(), message);
    assertTrue(message.contains("expected"), message);
    for (String part : parts) {
      assertTrue(message.contains(part), () -> "no '" + part + "' in: " + message);
    }
  }

  /** A file among the test resources. */
  public static Path resource(String name) {
    try {
      return Path.of(DataAssertions.class.getResource("/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
