package dev.lamina.device.cuda.library;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Listings of folders; one that cannot be read is empty. */
final class Folders {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

  private Folders() {}

  /** What a folder holds of a pattern ({@code *} being any characters): without a number first, then the newest. */
  static List<Path> newestFirst(Path folder, String pattern) {
    List<Path> found = new ArrayList<>(list(folder, pattern));
    found.sort(Comparator.comparing((Path path) -> numbers(path).length != 0)
        .thenComparing(Folders::numbers, (a, b) -> Arrays.compare(b, a)));
    return found;
  }

  /** What a folder holds of a pattern, by name. */
  static List<Path> list(Path folder, String pattern) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder, pattern)) {
      paths.forEach(found::add);
    } catch (IOException | DirectoryIteratorException | PatternSyntaxException e) {
      return List.of();
    }
    found.sort(Comparator.naturalOrder());
    return found;
  }

  private static int[] numbers(Path path) {
    return NUMBER.matcher(path.getFileName().toString()).results()
        .map(MatchResult::group).mapToInt(Integer::parseInt).toArray();
  }
}
