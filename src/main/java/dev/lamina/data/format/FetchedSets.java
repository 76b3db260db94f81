package dev.lamina.data.format;

import dev.lamina.data.DataException;
import dev.lamina.data.Dataset;
import dev.lamina.data.Split;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The image sets that {@code lamina data fetch} brings, read from the folder that it brings them to. */
public final class FetchedSets {

  /** What {@code data.kind} calls them. */
  public static final List<String> NAMES = List.of("mnist", "fashion-mnist", "cifar-10", "cifar-100");

  /** Names of files, under which they are published or are in the published archive. */
  private record Parts(List<String> train, List<String> test) {}

  private FetchedSets() {}

  /**
   * Reads a set: float32 features in [0, 1] and classes 0 .. K-1.
   *
   * @param name one of {@link #NAMES}
   * @param coarse for {@code cifar-100}, whether its 20 groups of classes are the classes
   * @throws DataException if a file is missing or cannot be read; the message names the command that fetches it
   */
  public static Split read(String name, Path folder, boolean coarse) {
    List<String> missing = missing(name, folder);
    if (!missing.isEmpty()) {
      throw new DataException(folder.toString(), "no " + String.join(", ", missing), "the files of " + name,
          "bring them with 'lamina data fetch " + name + "', or put them there by hand");
    }
    Parts parts = parts(name);
    Dataset training = part(name, "training", coarse, folder, parts.train(), Optional.empty());
    return new Split(
        training, part(name, "test", coarse, folder, parts.test(), Optional.of(training.classNames())));
  }

  /** The files of a set that are not in a folder; none if it can be read from there. */
  public static List<String> missing(String name, Path folder) {
    Parts parts = parts(name);
    return Stream.concat(parts.train().stream(), parts.test().stream())
        .filter(file -> !Files.isRegularFile(present(folder, file))).toList();
  }

  private static Parts parts(String name) {
    return switch (name) {
      case "cifar-10" -> new Parts(
          Stream.of(1, 2, 3, 4, 5).map(batch -> "data_batch_" + batch + ".bin").toList(), List.of("test_batch.bin"));
      case "cifar-100" -> new Parts(List.of("train.bin"), List.of("test.bin"));
      default -> new Parts(List.of("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"),
          List.of("t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"));
    };
  }

  /** The file itself, or what somebody has unpacked it to. */
  private static Path present(Path folder, String file) {
    Path packed = folder.resolve(file);
    return Files.exists(packed) ? packed : folder.resolve(file.replaceFirst("\\.gz$", ""));
  }

  private static Dataset part(String name, String part, boolean coarse, Path folder, List<String> names,
      Optional<List<String>> classes) {
    List<Path> files = names.stream().map(file -> present(folder, file)).toList();
    String title = name + " " + part;
    return switch (name) {
      case "cifar-10" -> CifarReader.read(title, CifarReader.Version.TEN, files);
      case "cifar-100" -> CifarReader.read(title,
          coarse ? CifarReader.Version.HUNDRED_COARSE : CifarReader.Version.HUNDRED_FINE, files);
      default -> DatasetReader.idx(files.get(0), files.get(1), classes);
    };
  }
}
