package dev.lamina.device.cuda.library;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** JCuda's real natives, made to ask for CUDA 13. */
class ElfRetargetTest {
  private static final Map<String, String> TO_13 = Map.of("libcublas.so.12", "libcublas.so.13",
      "libnvrtc.so.12", "libnvrtc.so.13", "libcusolver.so.11", "libcusolver.so.12",
      "libcusolverMg.so.11", "libcusolverMg.so.12");

  @TempDir
  private Path directory;

  static List<String> natives() {
    return Natives.names();
  }

  @Test
  void renamesAreThoseOfTheLibraries() {
    assertEquals(TO_13, CudaNames.renames(13));
    assertEquals(Map.of(), CudaNames.renames(12));
  }

  @ParameterizedTest
  @MethodSource("natives")
  void asksForCuda13AndElseTheSame(String name) throws IOException {
    byte[] bytes = Natives.packaged(name);
    byte[] before = bytes.clone();
    Elf from = Elf.read(name, bytes);
    Elf to = Elf.read(name, ElfRetarget.apply(name, bytes, TO_13));
    assertArrayEquals(before, bytes, "the argument was changed");

    assertEquals(from.needed().stream().map(ElfRetargetTest::renamed).toList(), to.needed());
    assertEquals(renamed(from.versions()), to.versions());
    Map<String, Set<String>> imported = new TreeMap<>();
    from.imported().forEach((file, symbols) -> imported.put(renamed(file), symbols));
    assertEquals(imported, to.imported());
    assertEquals(from.defined(), to.defined());
    assertEquals(from.soname(), to.soname());
    assertEquals(from.runPath(), to.runPath());
  }

  private static String renamed(String name) {
    return TO_13.getOrDefault(name, name);
  }

  private static Map<String, Set<String>> renamed(Map<String, Set<String>> versions) {
    Map<String, Set<String>> renamed = new TreeMap<>();
    versions.forEach((file, names) -> renamed.put(renamed(file),
        names.stream().map(ElfRetargetTest::renamed).collect(Collectors.toCollection(TreeSet::new))));
    return renamed;
  }

  /** One character of each name, and the hash of each version, of which the last character changes one byte. */
  @ParameterizedTest
  @CsvSource({"JCudaDriver, 0", "JNvrtc, 2", "JCublas2, 2", "JCusolver, 4"})
  void changesNothingElse(String name, int changes) throws IOException {
    String file = "lib" + name + "-12.6.0-linux-x86_64.so";
    byte[] from = Natives.packaged(file);
    byte[] to = ElfRetarget.apply(file, from, TO_13);
    int different = 0;
    for (int i = 0; i < from.length; i++) {
      different += from[i] == to[i] ? 0 : 1;
    }
    assertEquals(from.length, to.length);
    assertEquals(changes, different);
  }

  @ParameterizedTest
  @MethodSource("natives")
  void readelfSeesTheSame(String name) throws IOException {
    Assumptions.assumeTrue(Tool.find("readelf").isPresent(), "no readelf in the PATH");
    Path from = Files.write(directory.resolve("from"), Natives.packaged(name));
    Path to = Files.write(directory.resolve("to"), ElfRetarget.apply(name, Files.readAllBytes(from), TO_13));
    for (String option : List.of("-dW", "-VW", "-hlSW")) {
      String expected = Tool.run("readelf", option, from.toString());
      for (Map.Entry<String, String> rename : TO_13.entrySet()) {
        expected = expected.replace(rename.getKey(), rename.getValue());
        // The table of symbols' versions cuts long names.
        expected = expected.replaceAll("\\(" + rename.getKey() + "\\)", "(" + rename.getValue() + ")");
      }
      assertEquals(expected, Tool.run("readelf", option, to.toString()));
    }
  }

  /** The linker lets the name "so.12" be the end of "libcublas.so.12". */
  @Test
  void refusesNamesThatShareBytes() throws IOException {
    Tool.requireCompiler();
    Path cublas = Stubs.library(directory, 12, "libcublas.so.12", List.of("f"));
    Path sharing = Stubs.compile(directory.resolve("sharing"), "int f(void); int g(void) { return f(); }",
        "-Wl,-soname,so.12", cublas.toString());
    byte[] bytes = Files.readAllBytes(sharing);
    assertEquals("so.12", Elf.read("x", bytes).soname());
    String message = assertThrows(IOException.class, () -> ElfRetarget.apply("x", bytes, TO_13)).getMessage();
    assertEquals("x cannot ask for libcublas.so.13: its name 'so.12' shares bytes with 'libcublas.so.12'", message);

    Path other = Stubs.compile(directory.resolve("other"), "int f(void); int g(void) { return f(); }",
        "-Wl,-soname,other", cublas.toString());
    Elf elf = Elf.read("x", ElfRetarget.apply("x", Files.readAllBytes(other), TO_13));
    assertEquals(Set.of("f"), elf.imported().get("libcublas.so.13"));
  }

  @Test
  void refusesALibraryWithVersionsOfItsOwn() throws IOException {
    Tool.requireCompiler();
    byte[] bytes = Files.readAllBytes(Stubs.library(directory, 12, "libcublas.so.12", List.of("f")));
    assertTrue(assertThrows(IOException.class, () -> ElfRetarget.apply("x", bytes, TO_13)).getMessage()
        .contains("defines versions"));
  }

  @Test
  void refusesNamesOfAnotherLength() {
    Map<String, String> renames = Map.of("libcublas.so.9", "libcublas.so.10");
    assertThrows(IllegalArgumentException.class,
        () -> ElfRetarget.apply("x", Natives.packaged(Natives.names().get(0)), renames));
  }
}
