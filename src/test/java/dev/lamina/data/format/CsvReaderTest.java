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
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvReaderTest {
  @TempDir Path dir;

  /** Content (| for a line's end), the label column, the features and labels expected. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "1,2,0|3,4,1; ; 1 2 3 4; 0 1",
        "1,0,2|3,1,4; 1; 1 2 3 4; 0 1",
        "a,b,c|1,2,0|3,4,1; ; 1 2 3 4; 0 1",
        "a,label,c|1,0,2|3,1,4; ; 1 2 3 4; 0 1",
        "y,labels,label|1,0,2|3,1,4; ; 1 2 3 4; 0 1",
        "a,label,y|1,2,0|3,4,1; ; 1 2 3 4; 0 1",
        "a,b,y|0,1,2|1,3,4; a; 1 2 3 4; 0 1",
        "2,1,0|1,0,2|3,1,4; 1; 2 0 1 2 3 4; 1 0 1",
        "p,0,q|1,2,0|3,4,1; 2; 1 2 3 4; 0 1",
        " 1e0 , -2.5, 0 ||.5,+4,1|; ; 1 -2.5 .5 4; 0 1",
      })
  void reads(String content, String label, String features, String labels) throws IOException {
    Dataset set = CsvReader.read(file(content), Optional.ofNullable(label));
    assertEquals("set", set.name());
    assertArrayEquals(numbers(features), set.features().doubles());
    assertArrayEquals(numbers(labels), Arrays.stream(set.labels()).asDoubleStream().toArray());
  }

  /** What R, pandas, spreadsheets and NumPy write; | for a line's end, ^ for a quote, ~ for a tab. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "^label^,^a^,^b^,^count^|0,1,2,0|1,3,4,1| ! ! 1 2 0 3 4 1 ! 0 1 ! 0#1",
        "^a^,^b^,^label^|^1^,^2^,^0^|^3^,^4^,^1^ ! ! 1 2 3 4 ! 0 1 ! 0#1",
        "^a, cm^,^say ^^b^^^,^label^|1,2,^x, y^|3,4,z ! ! 1 2 3 4 ! 0 1 ! x, y#z",
        "a,b,species|1,2,virginica|3,4,setosa|5,6,setosa ! species ! 1 2 3 4 5 6 ! 1 0 0 ! setosa#virginica",
        "1,2,b|3,4,a ! ! 1 2 3 4 ! 1 0 ! a#b",
        "1,2,0.000000000000000000e+00|3,4,1.000000000000000000e+00 ! ! 1 2 3 4 ! 0 1 ! 0#1",
        "1,2,-0|3,4,+0|5,6,1 ! ! 1 2 3 4 5 6 ! 0 0 1 ! 0#1",
        "1,2,7|3,4,900|5,6,-1 ! ! 1 2 3 4 5 6 ! 1 2 0 ! -1#7#900",
        "a;b;y|1,5;-2;0|3;,25e1;1 ! ! 1.5 -2 3 2.5 ! 0 1 ! 0#1",
        "1.5;2;0|3;4;1 ! ! 1.5 2 3 4 ! 0 1 ! 0#1",
        "a~b~y|1,5~2~p q|3~4~r ! ! 1.5 2 3 4 ! 0 1 ! p q#r",
        "a,b,class,c|1,2,u;v,3|4,5,w;x,6 ! ! 1 2 3 4 5 6 ! 0 1 ! u;v#w;x",
        "^^,^a^,^b^,^y^|^1^,1,2,0|^2^,3,4,1 ! ! 1 2 3 4 ! 0 1 ! 0#1",
        ",0,1,label|0,1,2,0|1,3,4,1 ! ! 1 2 3 4 ! 0 1 ! 0#1",
        "0,1,target|1,2,0|3,4,1 ! ! 1 2 3 4 ! 0 1 ! 0#1",
        "1,2,item 10|3,4,item 9 ! ! 1 2 3 4 ! 1 0 ! item 9#item 10",
      })
  void readsWhatProgramsWrite(String content, String label, String features, String labels,
      String names) throws IOException {
    Dataset set = CsvReader.read(file(content.replace('^', '"').replace('~', '\t')), Optional.ofNullable(label));
    assertArrayEquals(numbers(features), set.features().doubles());
    assertArrayEquals(numbers(labels), Arrays.stream(set.labels()).asDoubleStream().toArray());
    assertEquals(List.of(names.split("#")), set.classNames());
  }

  /** A test set's classes are those of the training set, by name. */
  @Test
  void testSetsHaveTheTrainingSetsClasses() throws IOException {
    Optional<List<String>> classes = Optional.of(List.of("1", "2.5", "cat"));
    Dataset test = CsvReader.read(file("1,cat|2,2.50|3,cat"), Optional.empty(), classes);
    assertEquals(List.of(2, 1, 2), Arrays.stream(test.labels()).boxed().toList());
    Path other = file("1,cat|2,dog");
    assertDataException(
        () -> CsvReader.read(other, Optional.empty(), classes), "set.csv", "label 'dog' of sample 1", "[1, 2.5, cat]");
  }

  /** A first sample with an odd field is an error that names it, not a header that is skipped. */
  @ParameterizedTest
  @ValueSource(strings = {"?", "n/a", "oops", "12a", "1.2.3", "0x1p3", "-", "1,5"})
  void firstSampleIsNeverLost(String odd) throws IOException {
    Path file = file("1.5," + (odd.contains(",") ? "\"" + odd + "\"" : odd) + ",0.25,0|1,2,3,0|4,5,6,1|7,8,9,1");
    assertDataException(() -> CsvReader.read(file, Optional.empty()), "set.csv: line 1, column '1'", "'" + odd + "'");
  }

  /** In quotes a field may go on in the next line; the line of a message is where its row begins. */
  @Test
  void linesAreCountedAcrossQuotes() throws IOException {
    Path file = file("a,b,y|1,2,\"x|y\"|3,4,z|5,oops,z");
    assertDataException(() -> CsvReader.read(file, Optional.empty()), "line 5, column 'b'", "'oops'");
    Path open = file("a,b,y|1,2,0|3,4,\"1|5,6,0");
    assertDataException(() -> CsvReader.read(open, Optional.empty()), "after line 2", "close every quote");
    Path both = file("a;b;y|1,5;2;0|1.5;2;1");
    assertDataException(
        () -> CsvReader.read(both, Optional.empty()), "line 3, column 'a'", "comma in line 2", "point in line 3");
  }

  /** A line of any length is refused before it fills the memory. */
  @Test
  void hostileLinesAreRefused() throws IOException {
    Path fields = Files.writeString(dir.resolve("fields.csv"), "1" + ",1".repeat(3_000_000));
    assertDataException(() -> CsvReader.read(fields, Optional.empty()), "fields.csv", "no CSV", "1048576");
    Path text = Files.writeString(dir.resolve("text.csv"), "1,0\n2,\"" + "x".repeat(1 << 20) + "\"\n");
    assertDataException(() -> CsvReader.read(text, Optional.empty()), "text.csv", "no CSV");
    Path label = Files.writeString(dir.resolve("label.csv"), "1,0\n2," + "x".repeat(2000) + "\n");
    assertDataException(() -> CsvReader.read(label, Optional.empty()), "label.csv: line 2", "2000 characters");
  }

  @Test
  void readsManyLinesWithCarriageReturnsAndByteOrderMark() throws IOException {
    StringBuilder text = new StringBuilder("\uFEFFx,y,label\r\n");
    for (int i = 0; i < 5000; i++) {
      text.append(i).append(',').append(-i).append(',').append(i % 2).append("\r\n");
    }
    Path file = Files.writeString(dir.resolve("set.csv"), text);
    Dataset set = CsvReader.read(file, Optional.of("label"));
    assertEquals(5000, set.samples());
    assertEquals(-4999, set.features().doubles()[9999]);
    assertEquals(1, set.labels()[4999]);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "a,b,y|1,2,0|1,oops,1; y; line 3, column 'b': 'oops'; finite number",
        "1,2,0|1,nan,1; ; line 2, column '1': 'nan'; finite number",
        "nan,2,0|1,2,1; ; line 1, column '0': 'nan'; finite number",
        "1,2,0|1,,1; ; line 2, column '1': ''; finite number",
        "1,2,0|1,1e999,1; ; line 2, column '1': '1e999'; finite number",
        "1,2,0|1,0x1p3,1; ; line 2, column '1'; finite number",
        "1,2,0|1,2f,1; ; line 2, column '1'; finite number",
        "1,2,0|1,2; ; line 2: 2 fields; 3, as in the first line",
        "1,2,0|1,2,3,4; ; line 2: 4 fields; 3, as in the first line",
        "1,2,0|1,2,?; ; line 2, column '2': '?'; a label",
        "1,2,0|1,2,1; z; no column 'z'; number in 0 .. 2",
        "1,2,0|1,2,1; 3; no column '3'; number in 0 .. 2",
        "1|2; ; one column; commas",
        "a,b,c; ; no line of values; CSV",
        "1,2,0|1,2,0; ; column '2': all 2 samples are of one class; two classes",
        "1,2,0.1|1,2,.2|1,2,0.3; ; column '2': 3 different fractions; classes, which recur",
      })
  void refuses(String content, String label, String found, String expected) throws IOException {
    Path file = file(content);
    assertDataException(() -> CsvReader.read(file, Optional.ofNullable(label)), "set.csv", found, expected);
  }

  @Test
  void refusesFilesThatAreNotThere() throws IOException {
    assertDataException(() -> CsvReader.read(dir.resolve("none.csv"), Optional.empty()), "none.csv", "no such file");
    Path binary = Files.write(dir.resolve("binary.csv"), new byte[] {0, -1, -2, 10, 44, -5});
    assertDataException(() -> CsvReader.read(binary, Optional.empty()), "binary.csv");
  }

  private Path file(String content) throws IOException {
    return Files.writeString(dir.resolve("set.csv"), content.replace('|', '\n'));
  }

  private static double[] numbers(String text) {
    return Arrays.stream(text.split(" ")).mapToDouble(Double::parseDouble).toArray();
  }
}
