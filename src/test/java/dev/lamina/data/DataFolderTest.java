package dev.lamina.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DataFolderTest {

  private static final Path HOME = Path.of("/home/somebody");

  @Test
  void itsOwnVariableFirst() {
    assertFolder("/data", Map.of("LAMINA_DATA", "/data", "XDG_DATA_HOME", "/share"));
    assertFolder(Path.of("here").toAbsolutePath().toString(), Map.of("LAMINA_DATA", "here"));
  }

  @Test
  void thenTheUsersDataHome() {
    assertFolder("/share/lamina", Map.of("XDG_DATA_HOME", "/share"));
    assertFolder("/share/lamina", Map.of("LAMINA_DATA", " ", "XDG_DATA_HOME", "/share"));
  }

  @Test
  void elseTheHomeFolder() {
    assertFolder("/home/somebody/.local/share/lamina", Map.of());
    assertFolder("/home/somebody/.local/share/lamina", Map.of("XDG_DATA_HOME", "", "LAMINA_DATA", ""));
    assertFolder("/home/somebody/.local/share/lamina", Map.of("XDG_DATA_HOME", "relative"));
  }

  @Test
  void aSetHasAFolderOfItsName() {
    assertEquals(Path.of("/data/mnist"), new DataFolder(Path.of("/data")).of("mnist"));
  }

  private static void assertFolder(String expected, Map<String, String> environment) {
    assertEquals(Path.of(expected), DataFolder.of(environment, HOME).path());
  }
}
