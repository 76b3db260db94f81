package dev.lamina.data;

import static dev.lamina.data.DataAssertions.assertDataException;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        "1,2,0|1,2,1.0; ; line 2, column '2': '1.0'; an integer label",
        "1,2,0|1,2,1; z; no column 'z'; number in 0 .. 2",
        "1,2,0|1,2,1; 3; no column '3'; number in 0 .. 2",
        "1|2; ; one column; commas",
        "a,b,c; ; no line of values; CSV",
        "1,2,0|1,2,2; ; column '2': class 1 has no sample; integer classes",
        "1,2,0|1,2,-1; ; column '2': label -1 of sample 1; integer classes",
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
