package dev.lamina.data.format;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.lamina.data.DataException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * The rows of a CSV file as RFC 4180 has them, in UTF-8 with or without a byte order mark: fields in quotes may hold
 * separators, quotes (doubled) and line ends. What separates the fields is found out by {@link CsvDialect}.
 */
final class CsvRows {
  /** More than any table has columns; each costs memory before it is known whether the row is good. */
  private static final int MOST_FIELDS = 1 << 20;

  private static final int LONGEST_FIELD = 1 << 16;
  private static final int LONGEST_ROW = 1 << 24;
  private static final int SAMPLE = 1 << 16;

  private CsvRows() {}

  /**
   * Hands over the rows that are not blank, each field without surrounding blanks.
   *
   * @param expected what the file should be, for messages
   * @param start makes what takes the rows, once the dialect is known
   * @return what {@code start} made
   * @throws DataException if the file is missing, empty or unreadable, quotes are not closed, or a row is larger than
   *     any is
   */
  static <S extends CsvSamples> S read(Path file, String expected, Function<CsvDialect, S> start) {
    InputFile.size(file, expected);
    try (Reader text = new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8);
        BufferedReader buffered = new BufferedReader(text, SAMPLE)) {
      skipByteOrderMark(buffered);
      buffered.mark(SAMPLE + 1);
      char[] sample = new char[SAMPLE];
      int length = fill(buffered, sample);
      buffered.reset();
      CsvDialect dialect = CsvDialect.of(new String(sample, 0, length), length < SAMPLE);
      S samples = start.apply(dialect);
      parse(buffered, file, expected, dialect, samples);
      samples.end();
      return samples;
    } catch (IOException e) {
      throw InputFile.unreadable(file.toString(), expected, e);
    }
  }

  private static void parse(Reader text, Path file, String expected, CsvDialect dialect,
      CsvSamples sink) throws IOException {
    long line = 1;
    try (CsvReader<CsvRecord> rows = rows(text, dialect.separator())) {
      for (CsvRecord row : rows) {
        line = row.getStartingLineNumber();
        String[] fields = row.getFields().stream().map(String::strip).toArray(String[]::new);
        if (fields.length > 1 || !fields[0].isEmpty()) {
          sink.row(fields, line);
        }
      }
    } catch (CsvParseException e) {
      Throwable reason = e.getCause() == null ? e : e.getCause();
      throw new DataException(file + ": after line " + line, "what is no CSV (" + reason.getMessage() + ")", expected,
          "close every quote, write a quote inside quotes twice, and check that it is the right file", e);
    }
  }

  /** The rows of a text; the library throws CsvParseException where it is no CSV. */
  static CsvReader<CsvRecord> rows(Reader text, char separator) {
    return CsvReader.builder()
        .fieldSeparator(separator)
        .allowUnclosedQuote(false)
        .trimWhitespacesAroundQuotes(true)
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE) // told by the samples, with what the header says
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .build(CsvRecordHandler.of(
            limits -> limits.maxFields(MOST_FIELDS).maxFieldSize(LONGEST_FIELD).maxRecordSize(LONGEST_ROW)), text);
  }

  private static void skipByteOrderMark(Reader text) throws IOException {
    text.mark(1);
    if (text.read() != '\uFEFF') {
      text.reset();
    }
  }

  private static int fill(Reader text, char[] buffer) throws IOException {
    int length = 0;
    for (int got = 0; got >= 0 && length < buffer.length; length += Math.max(0, got)) {
      got = text.read(buffer, length, buffer.length - length);
    }
    return length;
  }
}
