package dev.lamina.data.format;

import static dev.lamina.data.DataAssertions.assertDataException;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.data.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarReaderTest {

  @TempDir
  private Path folder;

  @Test
  void readsFilesOneAfterTheOther() {
    CifarFiles.ten(folder);
    List<Path> files = IntStream.rangeClosed(1, 5).mapToObj(i -> folder.resolve("data_batch_" + i + ".bin")).toList();
    Dataset set = CifarReader.read("c", CifarReader.Version.TEN, files);
    assertEquals("float32 [20, 3072]", set.features().toString());
    assertEquals(10, set.classes());
    assertArrayEquals(IntStream.range(0, 20).map(i -> i % 10).toArray(), set.labels());
    assertPixels(set.features().floats(), 20);
  }

  /** Each pixel is where the format's description says, scaled as the images of IDX files are. */
  private static void assertPixels(float[] features, int images) {
    for (int i = 0; i < images; i++) {
      for (int c = 0; c < 3; c++) {
        for (int y = 0; y < 32; y++) {
          for (int x = 0; x < 32; x++) {
            assertEquals(CifarFiles.level(i, c, y, x) / 255f, features[i * 3072 + c * 1024 + y * 32 + x]);
          }
        }
      }
    }
  }

  @Test
  void hundredHasTwoLabels() {
    CifarFiles.hundred(folder);
    List<Path> file = List.of(folder.resolve("train.bin"));
    Dataset fine = CifarReader.read("c", CifarReader.Version.HUNDRED_FINE, file);
    assertEquals(100, fine.classes());
    assertArrayEquals(IntStream.range(0, 100).toArray(), fine.labels());
    assertPixels(fine.features().floats(), 100);
    Dataset coarse = CifarReader.read("c", CifarReader.Version.HUNDRED_COARSE, file);
    assertEquals(20, coarse.classes());
    assertArrayEquals(IntStream.range(0, 100).map(i -> i % 20).toArray(), coarse.labels());
    assertArrayEquals(fine.features().floats(), coarse.features().floats());
  }

  @Test
  void refusesWhatIsCutOrForeign() throws IOException {
    Path file = folder.resolve("data_batch_1.bin");
    refused(file, CifarReader.Version.TEN, "data_batch_1.bin", "no such file");
    CifarFiles.ten(folder);
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 1));
    refused(file, CifarReader.Version.TEN, "data_batch_1.bin", "12291 bytes", "3073", "truncated");
    Files.write(file, new byte[0]);
    refused(file, CifarReader.Version.TEN, "empty");
    CifarFiles.write(file, List.of(CifarFiles.record(0, 0), CifarFiles.record(1, 10)));
    refused(file, CifarReader.Version.TEN, "label 10 of image 1", "below 10", "another format");
    CifarFiles.write(file, List.of(CifarFiles.record(0, 0), CifarFiles.record(1, 2)));
    refused(file, CifarReader.Version.TEN, "class 1 has no sample");
    refused(folder, CifarReader.Version.TEN, "directory");
  }

  /** Either label gives a foreign file away, whichever is the class. */
  @Test
  void refusesOneVersionForTheOther() {
    CifarFiles.hundred(folder);
    refused(folder.resolve("train.bin"), CifarReader.Version.TEN, "307400 bytes", "CIFAR-10's binary version");
    Path file = folder.resolve("train.bin");
    for (CifarReader.Version version : List.of(CifarReader.Version.HUNDRED_FINE, CifarReader.Version.HUNDRED_COARSE)) {
      CifarFiles.write(file, List.of(CifarFiles.record(0, 0, 0), CifarFiles.record(1, 20, 1)));
      refused(file, version, "label 20 of image 1", "below 20");
      CifarFiles.write(file, List.of(CifarFiles.record(0, 0, 0), CifarFiles.record(1, 1, 100)));
      refused(file, version, "label 100 of image 1", "below 100");
    }
  }

  private static void refused(Path file, CifarReader.Version version, String... parts) {
    assertDataException(() -> CifarReader.read("c", version, List.of(file)), parts);
  }
}
