package dev.lamina.device.cuda.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The list of the C functions that Lamina calls: spelled as the natives import them, and complete. */
class CalledSymbolsTest {

  /** By JCuda's class, the library whose functions it calls. */
  private static final Map<String, String> LIBRARIES = Map.of("jcuda/driver/JCudaDriver", "libcuda",
      "jcuda/nvrtc/JNvrtc", "libnvrtc", "jcuda/jcublas/JCublas2", "libcublas",
      "jcuda/jcusolver/JCusolver", "libcusolver", "jcuda/jcusolver/JCusolverDn", "libcusolver");

  @ParameterizedTest
  @CsvSource({"libnvrtc.so.12, JNvrtc", "libcublas.so.12, JCublas2", "libcusolver.so.11, JCusolver"})
  void nativesImportThem(String library, String name) throws IOException {
    Elf elf = Elf.read(name, Natives.packaged("lib" + name + "-12.6.0-linux-x86_64.so"));
    assertFalse(new CalledSymbols().of(library).isEmpty());
    for (String symbol : new CalledSymbols().of(library)) {
      assertTrue(elf.imported().get(library).contains(symbol), symbol + " is not imported of " + library);
    }
  }

  /** The driver's functions have no version, so their names are looked for among all of the file's. */
  @Test
  void driversNativeNamesThem() throws IOException {
    String names = new String(Natives.packaged("libJCudaDriver-12.6.0-linux-x86_64.so"),
        StandardCharsets.ISO_8859_1);
    List<String> symbols = new CalledSymbols().of("libcuda.so.1");
    assertFalse(symbols.isEmpty());
    symbols.forEach(symbol -> assertTrue(names.contains("\0" + symbol + "\0"), symbol));
  }

  @Test
  void ofOtherLibrariesNoneAreCalled() {
    assertEquals(List.of(), new CalledSymbols().of("libcublasLt.so.12"));
  }

  /** A call that is not on the list would end the JVM where the library lacks it. */
  @Test
  void allCallsOfTheDeviceAreListed() throws IOException, URISyntaxException {
    Path classes = Path.of(CudaLibraries.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (var files = Files.walk(classes.resolve("dev/lamina/device/cuda"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
        assertEquals(Set.of(), unlisted(calls(Files.readAllBytes(file))), file::toString);
      }
    }
  }

  @Test
  void callsAreRecognised() throws IOException {
    byte[] bytes;
    try (var in = StubCalls.class.getResourceAsStream("StubCalls.class")) {
      bytes = in.readAllBytes();
    }
    Set<String> calls = calls(bytes);
    assertTrue(calls.containsAll(Set.of("jcuda/nvrtc/JNvrtc.nvrtcVersion", "jcuda/jcublas/JCublas2.cublasGetVersion")),
        calls::toString);
    assertEquals(Set.of("jcuda/driver/JCudaDriver.cuCtxSynchronize"), unlisted(Set.of(
        "jcuda/driver/JCudaDriver.cuCtxSynchronize", "jcuda/driver/JCudaDriver.cuMemAlloc",
        "jcuda/driver/JCudaDriver.cuGraphInstantiate", "jcuda/driver/JCudaDriver.setExceptionsEnabled",
        "jcuda/Pointer.to", "jcuda/jcusolver/JCusolverDn.cusolverDnDgesvd_bufferSize")));
  }

  private static Set<String> unlisted(Set<String> calls) {
    Set<String> unlisted = new TreeSet<>();
    for (String call : calls) {
      String library = LIBRARIES.get(call.replaceFirst("\\..*", ""));
      String function = call.replaceFirst(".*\\.", "");
      // What has no name of CUDA's is Java.
      if (library != null && function.matches("(cu|nvrtc|cublas|cusolver)[A-Z].*")
          && new CalledSymbols().of(library).stream().noneMatch(
              symbol -> symbol.matches(function + "(_v[0-9]+|WithFlags)?"))) {
        unlisted.add(call);
      }
    }
    return unlisted;
  }

  /** The methods that a class refers to: its constant pool (Java Virtual Machine Specification 4.4). */
  private static Set<String> calls(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    in.skipBytes(8);
    int count = in.readUnsignedShort();
    Map<Integer, String> texts = new HashMap<>();
    Map<Integer, int[]> pairs = new HashMap<>();
    Set<Integer> methods = new TreeSet<>();
    for (int i = 1; i < count; i++) {
      int tag = in.readUnsignedByte();
      switch (tag) {
        case 1 -> texts.put(i, in.readUTF());
        case 3, 4 -> in.skipBytes(4);
        case 5, 6 -> {
          in.skipBytes(8);
          i++;
        }
        case 7, 8, 16, 19, 20 -> pairs.put(i, new int[] {in.readUnsignedShort()});
        case 15 -> in.skipBytes(3);
        default -> {
          pairs.put(i, new int[] {in.readUnsignedShort(), in.readUnsignedShort()});
          if (tag == 10) {
            methods.add(i);
          }
        }
      }
    }
    Set<String> calls = new TreeSet<>();
    for (int method : methods) {
      int[] pair = pairs.get(method);
      calls.add(texts.get(pairs.get(pair[0])[0]) + "." + texts.get(pairs.get(pair[1])[0]));
    }
    return calls;
  }
}
