package dev.lamina.data.format;

import static dev.lamina.data.DataAssertions.assertDataException;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.data.Dataset;
import dev.lamina.data.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LibsvmReaderTest {
  @TempDir Path dir;

  private Path file(String name, String content) throws IOException {
    return Files.writeString(dir.resolve(name), content);
  }

  @Test
  void readsSparseSamples() throws IOException {
    Dataset set = LibsvmReader.read(file("set.txt", "# words\n+1 1:0.5 3:2e1 # first\n\n-1\n+1 2:-1\r\n"),
        Optional.empty()).training();
    assertEquals("set", set.name());
    assertArrayEquals(new double[] {0.5, 0, 20, 0, 0, 0, 0, -1, 0}, set.features().doubles());
    assertArrayEquals(new int[] {1, 0, 1}, set.labels());
    assertEquals(Tensor.Kind.FLOAT32, set.features().kind());
  }

  /** The test set may lack a class and a feature, or have more features: both sets keep the same places. */
  @Test
  void testSetsHaveTheFeaturesAndClassesOfTheTrainingSet() throws IOException {
    LibsvmReader.TrainingAndTest sets = LibsvmReader.read(file("train.txt", "10 1:1\n2 2:1\n7.5 1:2\n"),
        Optional.of(file("test.txt", "10 4:1\n7.5 1:3\n")));
    assertArrayEquals(new int[] {2, 0, 1}, sets.training().labels());
    Dataset test = sets.test().orElseThrow();
    assertArrayEquals(new int[] {2, 1}, test.labels());
    assertArrayEquals(new double[] {0, 0, 0, 1, 3, 0, 0, 0}, test.features().doubles());
    assertEquals(4, sets.training().dimension());
  }

  @Test
  void readsWhatWasWritten() throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    int n = 1003;
    int d = 77;
    double[] dense = new double[n * d];
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < n; i++) {
      text.append(i % 3);
      for (int j = 0; j < d; j++) {
        if (i == n - 1 && j == d - 1 || random.nextInt(10) == 0) {
          dense[i * d + j] = (float) random.nextDouble();
          text.append(' ').append(j + 1).append(':').append((float) dense[i * d + j]);
        }
      }
      text.append('\n');
    }
    assertArrayEquals(dense,
        LibsvmReader.read(file("set.txt", text.toString()), Optional.empty()).training().features().doubles());
  }

  @Test
  void zeroHasNoSign() throws IOException {
    Dataset set = LibsvmReader.read(file("zero.txt", "0 1:1\n-0 1:2\n0.0 1:3\n2 1:4\n"), Optional.empty()).training();
    assertArrayEquals(new int[] {0, 0, 0, 1}, set.labels());
    assertEquals(List.of("0", "2"), set.classNames());
  }

  /** As scikit-learn's load_svmlight_files does: an index 0 in either file means that both count from 0. */
  @Test
  void indicesFromZeroAndGroups() throws IOException {
    Path train = file("train.txt", "1 qid:7 1:1 2:2\n0 qid:8 2:3\n");
    Dataset one = LibsvmReader.read(train, Optional.empty()).training();
    assertArrayEquals(new double[] {1, 2, 0, 3}, one.features().doubles());
    LibsvmReader.TrainingAndTest both = LibsvmReader.read(train, Optional.of(file("test.txt", "1 0:9\n")));
    assertArrayEquals(new double[] {0, 1, 2, 0, 0, 3}, both.training().features().doubles());
    assertArrayEquals(new double[] {9, 0, 0}, both.test().orElseThrow().features().doubles());
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
      "1 1:1|0 2:x; line 2; '2:x'",
      "1 1:1|0 -1:1; line 2; '-1:1'",
      "1 2:1 2:1|0 1:1; line 1; '2:1'",
      "1 3:1 2:1|0 1:1; line 1; '2:1'",
      "1 1:1|0 12; line 2; '12'",
      "1 1:1|spam 1:1; line 2; 'spam'",
      "1 1:nan|0 1:1; line 1; '1:nan'",
      "1 1:1e99|0 1:1; line 1; '1:1e99'",
      "1 1:1|0 99999999999:1; line 2; '99999999999:1'",
  })
  void whatIsWrongIsNamed(String content, String line, String field) throws IOException {
    Path file = file("bad.txt", content.replace('|', '\n'));
    assertDataException(() -> LibsvmReader.read(file, Optional.empty()), "bad.txt, " + line, field, "index:value");
  }

  @Test
  void otherThingsThatAreWrong() throws IOException {
    assertDataException(() -> LibsvmReader.read(dir.resolve("none"), Optional.empty()), "no such file", "LIBSVM");
    Path comments = file("comments.txt", "# nothing\n");
    assertDataException(() -> LibsvmReader.read(comments, Optional.empty()), "no sample");
    Path one = file("one.txt", "1 1:1\n1 1:2\n");
    assertDataException(() -> LibsvmReader.read(one, Optional.empty()), "all 2 samples are of one class");
    Path two = file("two.txt", "1 1:1\n0 1:2\n");
    assertDataException(() -> LibsvmReader.read(two, Optional.of(file("other.txt", "5 1:1\n"))),
        "label '5' of sample 0");
    Path wide = file("wide.txt", "1 2000000000:1\n0 1:2\n");
    assertDataException(() -> LibsvmReader.read(wide, Optional.empty()), "4000000000 values");
  }
}
