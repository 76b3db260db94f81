package dev.lamina.experiment;

import dev.lamina.data.DataException;
import dev.lamina.data.Tensor;
import dev.lamina.data.format.CifarReader;
import dev.lamina.data.format.CsvReader;
import dev.lamina.data.format.DatasetReader;
import dev.lamina.data.format.IdxReader;
import dev.lamina.data.format.LabelReader;
import dev.lamina.data.format.LabelSource;
import dev.lamina.data.format.LayerReader;
import dev.lamina.data.format.LibsvmReader;
import dev.lamina.data.format.NpyReader;
import dev.lamina.data.format.NpzReader;
import dev.lamina.data.format.SafetensorsReader;
import dev.lamina.data.format.SafetensorsWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Feeds every reader with damaged files: what it is given is read, or refused by the one exception that is for it, with
 * one line of bounded length, in bounded time. Anything else ends the trial, and the file is kept. The memory is
 * bounded by the JVM's heap; an array that does not fit is refused, too. {@code bench/fuzz} runs a million executions
 * of each format.
 */
final class ReaderFuzz {

  private static final int LONGEST_LINE = 2100;
  private static final long LONGEST_NANOS = 10_000_000_000L;

  /** Parts that mean something to one of the formats. */
  private static final List<String> TOKENS =
      List.of("\"", "'", ",", ";", "\t", "\n", "\r\n", "\0", "{", "}", "[", "]", "(", ")", ":", "&a ", "*a", "<<: ",
          "!x ", "? ", "- ", "|", "#", "-0", "1e999", "nan", "?", "qid:1", "0:1", "99999999999999999999",
      "4294967296", "-1", "True", "False", "'descr'", "'shape'", "'<U9'", "'O'", "'>u8'", "__metadata__", "\"dtype\"",
      "\"U64\"", "data_offsets", "labels", "y", "training.epochs", "epochs", "\u001b[31m", "\ufeff", "\u2028",
      "PK\u0001\u0002", "1,5", "1.5");

  /** A format: a valid file and what reads it. */
  enum Format {
    NPY {
      @Override
      byte[] seed() {
        return npy("'|u1'", "(4,)", new byte[] {1, 7, 7, 1});
      }

      @Override
      void read(Path file) {
        NpyReader.read(file);
        LabelReader.read(new LabelSource(file, Optional.empty()));
      }
    },
    NPZ {
      @Override
      byte[] seed() throws IOException {
        return zip(npy("'<f8'", "(4, 2)", new byte[64]));
      }

      /** Half of the time the array within is damaged, and the archive whole. */
      @Override
      byte[] damaged(byte[] seed, SplittableRandom random) throws IOException {
        return random.nextBoolean() ? zip(mutate(npy("'<f8'", "(4, 2)", new byte[64]), random)) : mutate(seed, random);
      }

      @Override
      void read(Path file) {
        NpzReader.read(file);
        LayerReader.read(List.of(file), Optional.empty(), List.of("h*"));
      }
    },
    SAFETENSORS {
      @Override
      byte[] seed() throws IOException {
        Path file = Files.createTempFile("seed", ".safetensors");
        SafetensorsWriter.write(file,
            List.of(Tensor.of("labels", new long[] {0, 1}, 2), Tensor.of("h", new float[4], 2, 2)),
            Map.of("format", "pt"));
        byte[] bytes = Files.readAllBytes(file);
        Files.delete(file);
        return bytes;
      }

      @Override
      void read(Path file) {
        SafetensorsReader.read(file);
        DatasetReader.arrays(file, Optional.empty(), Optional.empty(), Optional.empty());
      }
    },
    CSV {
      @Override
      byte[] seed() {
        return text("a,\"b, c\",species\n1,2.5,\"x\"\n-3e1,4,y\r\n5,6,\"say \"\"z\"\"\"\n");
      }

      @Override
      void read(Path file) {
        LabelReader.read(LabelSource.of(file + ":species"));
        CsvReader.read(file, Optional.empty(), Optional.of(List.of("x", "y", "say \"z\"")));
      }
    },
    SEMICOLONS {
      @Override
      byte[] seed() {
        return text("\ufeffid;a;y\n1;1,5;0\n2;2,5;1\n3;-,5e1;1\n");
      }

      @Override
      void read(Path file) {
        CsvReader.read(file, Optional.empty());
      }
    },
    LIBSVM {
      @Override
      byte[] seed() {
        return text("+1 qid:3 1:0.5 3:2e1 # first\n\n-1 0:1\n2.5 2:-1\r\n");
      }

      @Override
      void read(Path file) {
        LibsvmReader.read(file, Optional.of(file));
      }
    },
    IDX {
      @Override
      byte[] seed() {
        return new byte[] {0, 0, 8, 1, 0, 0, 0, 4, 9, 8, 9, 6};
      }

      @Override
      byte[] damaged(byte[] seed, SplittableRandom random) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
          gzip.write(mutate(seed, random));
        }
        return switch (random.nextInt(3)) {
          case 0 -> mutate(seed, random);
          case 1 -> bytes.toByteArray();
          default -> mutate(bytes.toByteArray(), random);
        };
      }

      @Override
      void read(Path file) {
        IdxReader.images(file);
        LabelReader.read(new LabelSource(file, Optional.empty()));
      }
    },
    CIFAR {
      @Override
      byte[] seed() {
        byte[] images = new byte[10 * 3073];
        for (int k = 0; k < 10; k++) {
          images[k * 3073] = (byte) k;
        }
        return images;
      }

      @Override
      void read(Path file) {
        CifarReader.read("cifar", CifarReader.Version.TEN, List.of(file));
      }
    },
    YAML {
      @Override
      byte[] seed() {
        return text("name: &n \"a\"\nseed: 3\ndata: {kind: csv, file: *n, labels: no}\n"
            + "training:\n  epochs: 1e3 # many\n"
            + "  batch: 010\nnetwork.bias: yes\n");
      }

      @Override
      void read(Path file) {
        ConfigReader.read(file.toString(), List.of());
      }
    };

    abstract byte[] seed() throws IOException;

    abstract void read(Path file);

    byte[] damaged(byte[] seed, SplittableRandom random) throws IOException {
      return mutate(seed, random);
    }
  }

  private ReaderFuzz() {}

  /** {@code ReaderFuzz EXECUTIONS SEED [FORMAT...]}. */
  public static void main(String[] arguments) throws IOException {
    List<String> names = List.of(arguments).subList(2, arguments.length);
    for (Format format : Format.values()) {
      if (names.isEmpty() || names.contains(format.name().toLowerCase(Locale.ROOT))) {
        long started = System.nanoTime();
        Path folder = Files.createTempDirectory("fuzz-");
        int refused = run(format, Integer.parseInt(arguments[0]), Long.parseLong(arguments[1]), folder);
        System.out.printf(Locale.ROOT, "%-12s %s executions, %d refused, %.0f s%n", format, arguments[0], refused,
            (System.nanoTime() - started) / 1e9);
        Files.delete(folder);
      }
    }
  }

  /**
   * Tries a format.
   *
   * @param folder where files are made, and the one that went wrong is left
   * @return how many files were refused
   * @throws AssertionError if one went wrong
   */
  static int run(Format format, int executions, long seed, Path folder) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] whole = format.seed();
    Path file = folder.resolve("fuzz." + format.name().toLowerCase(Locale.ROOT));
    Files.write(file, whole);
    format.read(file); // the trials begin with what is right
    int refused = 0;
    for (int i = 0; i < executions; i++) {
      byte[] bytes = format.damaged(whole, random);
      Files.write(file, bytes);
      refused += isRefused(format, file, format + " " + i + " of seed " + seed + " (" + file + ")") ? 1 : 0;
    }
    Files.delete(file);
    return refused;
  }

  private static boolean isRefused(Format format, Path file, String what) {
    long started = System.nanoTime();
    try {
      format.read(file);
      return false;
    } catch (DataException | ConfigException e) {
      String line = e.getMessage();
      if (line.isBlank() || line.length() > LONGEST_LINE || line.chars().anyMatch(Character::isISOControl)) {
        throw new AssertionError(what + ": the message is no short line: " + line, e);
      }
      return true;
    } catch (RuntimeException | Error e) {
      throw new AssertionError(what, e);
    } finally {
      if (System.nanoTime() - started > LONGEST_NANOS) {
        throw new AssertionError(what + " took too long");
      }
    }
  }

  /** One to four changes: a bit, a byte, a part cut out, doubled or put elsewhere, a token put in, the end cut off. */
  private static byte[] mutate(byte[] seed, SplittableRandom random) {
    byte[] bytes = seed;
    for (int change = 1 + random.nextInt(4); change > 0; change--) {
      int at = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
      int length = Math.min(bytes.length - at, 1 + random.nextInt(16));
      byte[] part = Arrays.copyOfRange(bytes, at, at + length);
      int to = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
      bytes = switch (random.nextInt(8)) {
        case 0 -> spliced(bytes, at, length, new byte[0]);
        case 1 -> spliced(bytes, to, 0, part);
        case 2, 3 -> spliced(bytes, to, 0, text(TOKENS.get(random.nextInt(TOKENS.size()))));
        case 4 -> spliced(bytes, at, length, text(TOKENS.get(random.nextInt(TOKENS.size()))));
        case 5 -> Arrays.copyOf(bytes, to);
        case 6 -> spliced(bytes, at, Math.min(length, 1), new byte[] {(byte) random.nextInt(256)});
        default -> spliced(bytes, at, length,
            new byte[] {(byte) (part.length == 0 ? 0 : part[0] ^ 1 << random.nextInt(8))});
      };
    }
    return bytes;
  }

  private static byte[] spliced(byte[] bytes, int at, int removed, byte[] added) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, at);
    out.writeBytes(added);
    out.write(bytes, at + removed, bytes.length - at - removed);
    return out.toByteArray();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] npy(String type, String shape, byte[] values) {
    String dictionary = "{'descr': " + type + ", 'fortran_order': False, 'shape': " + shape + ", }\n";
    byte[] bytes = new byte[10 + dictionary.length() + values.length];
    System.arraycopy(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) dictionary.length(), 0}, 0, bytes,
        0, 10);
    System.arraycopy(text(dictionary), 0, bytes, 10, dictionary.length());
    System.arraycopy(values, 0, bytes, 10 + dictionary.length(), values.length);
    return bytes;
  }

  private static byte[] zip(byte[] array) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (String name : List.of("h1.npy", "note.txt", "labels.npy")) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(name.startsWith("h") ? array : npy("'|S1'", "(4,)", text("abac")));
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }
}
