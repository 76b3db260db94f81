package dev.lamina.device.cuda.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The reader, on JCuda's own natives and on damaged ones. */
class ElfTest {
  private static final String CUBLAS = "libJCublas2-12.6.0-linux-x86_64.so";
  private static final String NVRTC = "libJNvrtc-12.6.0-linux-x86_64.so";

  @TempDir
  private Path directory;

  static List<String> natives() {
    return Natives.names();
  }

  @Test
  void readsWhatCublasNativeNeeds() throws IOException {
    Elf elf = Elf.read(CUBLAS, Natives.packaged(CUBLAS));
    assertEquals(CUBLAS, elf.soname());
    assertTrue(elf.needed().containsAll(List.of("libcublas.so.12", "libc.so.6")), elf.needed()::toString);
    assertEquals(List.of("/usr/local/cuda-12.0/lib64"), elf.runPath());
    assertEquals(Set.of("libcublas.so.12"), elf.versions().get("libcublas.so.12"));
    assertTrue(elf.imported().get("libcublas.so.12").contains("cublasSgemmStridedBatched"));
    assertTrue(elf.imported().get("libc.so.6").contains("free"));
    assertTrue(elf.defined().contains("JNI_OnLoad"));
    assertFalse(elf.defined().contains("cublasSgemmStridedBatched"));
  }

  @ParameterizedTest
  @MethodSource("natives")
  void agreesWithReadelf(String name) throws IOException {
    Assumptions.assumeTrue(Tool.find("readelf").isPresent(), "no readelf in the PATH");
    Path file = Files.write(directory.resolve(name), Natives.packaged(name));
    Elf elf = Elf.read(file);
    assertEquals(elf, Elf.read(name, Files.readAllBytes(file)));
    List<String> dynamic = Tool.run("readelf", "-dW", file.toString()).lines().toList();
    assertEquals(bracketed(dynamic, "(NEEDED)"), elf.needed());
    assertEquals(bracketed(dynamic, "(SONAME)"), List.of(elf.soname()));
    assertEquals(bracketed(dynamic, "(RUNPATH)"), elf.runPath());

    List<String[]> symbols = Tool.run("readelf", "--dyn-syms", "-W", file.toString()).lines()
        .map(line -> line.trim().split("\\s+"))
        .filter(words -> words.length >= 8 && words[0].matches("[0-9]+:")).toList();
    assertEquals(symbols.stream().filter(words -> !words[6].equals("UND") && !words[4].equals("LOCAL"))
        .map(words -> words[7].replaceFirst("@.*", "")).collect(Collectors.toSet()), elf.defined());
    assertEquals(symbols.stream().filter(words -> words[6].equals("UND") && words[7].contains("@"))
        .map(words -> words[7].replaceFirst("@.*", "")).collect(Collectors.toSet()),
        elf.imported().values().stream().flatMap(Set::stream).collect(Collectors.toSet()));
  }

  private static List<String> bracketed(List<String> lines, String tag) {
    return lines.stream().filter(line -> line.contains(tag))
        .map(line -> line.replaceFirst(".*\\[(.*)].*", "$1")).toList();
  }

  @Test
  void refusesWhatIsNoLibrary() throws IOException {
    Path text = Files.writeString(directory.resolve("libcublas.so.12"), "INPUT(libcublas.so.12.6)".repeat(9));
    assertTrue(assertThrows(IOException.class, () -> Elf.read(text)).getMessage().contains(text + " is no ELF file"));
    Path empty = Files.createFile(directory.resolve("empty"));
    assertTrue(assertThrows(IOException.class, () -> Elf.read(empty)).getMessage().contains("0 bytes"));
    assertThrows(IOException.class, () -> Elf.read(directory.resolve("absent")));
    assertThrows(IOException.class, () -> Elf.read(directory));
  }

  /** Byte 4 is the word size, 5 the byte order, 16 the type, 18 the machine. */
  @ParameterizedTest
  @ValueSource(ints = {4, 5, 16, 18})
  void refusesOtherKinds(int at) throws IOException {
    byte[] bytes = Natives.packaged(NVRTC);
    bytes[at]++;
    String message = assertThrows(IOException.class, () -> Elf.read("x", bytes)).getMessage();
    assertEquals("x is no 64-bit shared library for x86-64", message);
  }

  @Test
  void refusesEveryTruncation() throws IOException {
    byte[] bytes = Natives.packaged(NVRTC);
    for (int length = 0; length < bytes.length; length += 379) {
      byte[] part = Arrays.copyOf(bytes, length);
      String message = assertThrows(IOException.class, () -> Elf.read("x", part)).getMessage();
      assertTrue(message.matches("x is (no ELF file|truncated|damaged).*"), message);
    }
  }

  /** Damage is an IOException or goes unnoticed; it is no other exception, and it comes to an end. */
  @Test
  void survivesDamage() throws IOException {
    byte[] bytes = Natives.packaged(NVRTC);
    Random random = new Random(17);
    int refused = 0;
    for (int i = 0; i < 4000; i++) {
      byte[] damaged = bytes.clone();
      for (int j = 0; j < 40; j++) {
        // The header, the tables at the start and the section table at the end hold all that is read.
        int at = random.nextInt(12_000);
        damaged[at < 8000 ? at : bytes.length - 12_000 + at] = (byte) random.nextInt();
      }
      System.arraycopy(bytes, 0, damaged, 0, 20);
      try {
        Elf.read("x", damaged);
        ElfRetarget.apply("x", damaged, CudaNames.renames(13));
      } catch (IOException e) {
        refused++;
      }
    }
    assertTrue(refused > 1000, "only " + refused);
  }

  @Test
  void versionsAreHashedAsTheLoaderDoes() {
    Map.of("GLIBC_2.2.5", 0x09691a75, "libcublas.so.12", hashByDefinition("libcublas.so.12"), "", 0)
        .forEach((name, hash) -> assertEquals(hash, VersionRecord.hash(name), name));
  }

  /** The text of the System V ABI, word by word. */
  private static int hashByDefinition(String name) {
    long h = 0;
    for (char c : name.toCharArray()) {
      h = (h << 4) + c & 0xffffffffL;
      long g = h & 0xf0000000L;
      if (g != 0) {
        h ^= g >> 24;
      }
      h &= ~g;
    }
    return (int) h;
  }
}
