package dev.lamina.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results appear whole and under their name, and if their place is gone, full or taken they are kept elsewhere. */
class RunDirectoryTest {

  @TempDir
  private Path folder;

  private Path wanted;
  private Path elsewhere;
  private String temporary;

  @BeforeEach
  void elsewhereIsHereToo() throws IOException {
    wanted = folder.resolve("runs/run");
    elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    temporary = System.setProperty("java.io.tmpdir", elsewhere.toString());
  }

  @AfterEach
  void asBefore() {
    System.setProperty("java.io.tmpdir", temporary);
  }

  private static RunDirectory.Contents text(String text) {
    return file -> Files.writeString(file, text);
  }

  private RunDirectory reserved() {
    RunDirectory directory = RunDirectory.at(wanted);
    directory.reserve();
    return directory;
  }

  private static List<String> names(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void appearsWhenItIsPublishedAndNotBefore() throws IOException {
    RunDirectory directory = reserved();
    directory.write("a.csv", text("1"));
    directory.write("runs/one/b.csv", text("2"));
    assertFalse(Files.exists(wanted));
    directory.publish();
    directory.close();
    assertEquals(wanted, directory.path());
    assertTrue(directory.problem().isEmpty());
    assertEquals(List.of("run"), names(wanted.getParent()));
    assertEquals(List.of("a.csv", "runs"), names(wanted));
    assertEquals("2", Files.readString(wanted.resolve("runs/one/b.csv")));
  }

  /** As an item of a reproduction is added to those before. */
  @Test
  void filesOfAPublishedDirectoryAreReplacedWhole() throws IOException {
    RunDirectory directory = reserved();
    directory.write("a.json", text("first"));
    directory.publish();
    directory.write("a.json", text("second"));
    directory.publish();
    assertEquals("second", Files.readString(wanted.resolve("a.json")));
    assertEquals(List.of("a.json"), names(wanted));
  }

  @Test
  void aRunThatFailedBeforeItFoundAnythingLeavesNothing() throws IOException {
    RunDirectory directory = reserved();
    directory.close();
    assertEquals(List.of("elsewhere"), names(folder));
  }

  /** The process ends, and another with the same number begins: it takes nothing over. */
  @Test
  void aRunThatWasKilledLeavesNothingToAnother() throws IOException {
    RunDirectory killed = reserved();
    killed.write("old.csv", text("old"));
    Path left = killed.left().orElseThrow();
    RunDirectory next = reserved();
    next.write("new.csv", text("new"));
    assertNotEquals(left, next.left().orElseThrow());
    next.publish();
    assertEquals(List.of("new.csv"), names(wanted));
    assertEquals(List.of("old.csv"), names(left));
  }

  /** Where nothing else is left, at least what was written remains. */
  @Test
  void aFailureAfterSomethingWasWrittenKeepsIt() throws IOException {
    RunDirectory directory = reserved();
    directory.write("weights", text("hours"));
    directory.close();
    assertEquals(List.of("weights"), names(directory.left().orElseThrow()));
  }

  @Test
  void aNameThatIsTakenMeanwhileGetsANumber() throws IOException {
    RunDirectory first = reserved();
    RunDirectory second = reserved();
    first.write("a", text("first"));
    second.write("a", text("second"));
    first.publish();
    second.publish();
    assertEquals("first", Files.readString(wanted.resolve("a")));
    assertEquals(wanted.resolveSibling("run-2"), second.path());
    assertEquals("second", Files.readString(second.path().resolve("a")));
    assertTrue(second.problem().orElseThrow().contains("taken"));
  }

  @Test
  void aFileInItsPlaceIsLeftAlone() throws IOException {
    RunDirectory directory = reserved();
    directory.write("a", text("results"));
    Files.writeString(wanted, "precious");
    directory.publish();
    assertEquals("precious", Files.readString(wanted));
    assertEquals("results", Files.readString(directory.path().resolve("a")));
  }

  /** The place disappears with what was in it, as a disk does that is pulled out. */
  @Test
  void resultsGoElsewhereIfTheirPlaceIsGone() throws IOException {
    RunDirectory directory = reserved();
    directory.write("a", text("results"));
    Path place = wanted.getParent();
    Path hidden = directory.left().orElseThrow();
    for (Path path : List.of(hidden.resolve("a"), hidden, place)) {
      Files.delete(path);
    }
    Files.writeString(place, "a file now");
    directory.write("b", text("more"));
    directory.publish();
    directory.close();
    assertEquals(elsewhere, directory.path().getParent());
    assertEquals(List.of("a", "b"), names(directory.path()));
    assertEquals("results", Files.readString(directory.path().resolve("a")));
    assertTrue(directory.problem().orElseThrow().contains("cannot be written to any more"));
    assertEquals(1, names(elsewhere).size());
  }

  /** A full disk takes what there was and no more: all moves to one place. */
  @Test
  void resultsMoveTogetherIfTheDiskIsFull() throws IOException {
    RunDirectory directory = reserved();
    directory.write("tables/a", text("before"));
    directory.write("b", file -> {
      if (file.startsWith(wanted.getParent())) {
        Files.writeString(file, "ha");
        throw new IOException("No space left on device");
      }
      Files.writeString(file, "half and half");
    });
    directory.write("c", text("after"));
    directory.publish();
    assertEquals(elsewhere, directory.path().getParent());
    assertEquals(List.of("b", "c", "tables"), names(directory.path()));
    assertEquals("before", Files.readString(directory.path().resolve("tables/a")));
    assertEquals("half and half", Files.readString(directory.path().resolve("b")));
    assertTrue(directory.problem().orElseThrow().contains("No space left on device"));
    assertEquals(List.of(), names(wanted.getParent()));
  }

  /** A report is made of the other files, so they have to be there before it, wherever that is. */
  @Test
  void whatIsMadeOfOtherFilesFindsThemElsewhereToo() throws IOException {
    RunDirectory directory = reserved();
    directory.write("a", text("before"));
    directory.write("report", file -> {
      String read = Files.readString(file.resolveSibling("a"));
      if (file.startsWith(wanted.getParent())) {
        throw new IOException("No space left on device");
      }
      Files.writeString(file, "of " + read);
    });
    directory.publish();
    assertEquals(List.of("a", "report"), names(directory.path()));
    assertEquals("of before", Files.readString(directory.path().resolve("report")));
  }

  /** A full disk and a file that cannot be made anywhere: all others are kept. */
  @Test
  void aFileThatCannotBeMadeElsewhereEitherIsLeftOut() throws IOException {
    RunDirectory directory = reserved();
    directory.write("a", text("before"));
    directory.write("b", file -> {
      if (file.startsWith(wanted.getParent())) {
        throw new IOException("No space left on device");
      }
      throw new IllegalStateException("no chart of this");
    });
    directory.write("c", text("after"));
    directory.publish();
    assertEquals(elsewhere, directory.path().getParent());
    assertEquals(List.of("a", "c"), names(directory.path()));
    assertTrue(directory.problem().orElseThrow().contains("no chart of this"));
  }

  /** What cannot be made at all does not take the rest with it. */
  @Test
  void aFileThatCannotBeMadeIsLeftOut() throws IOException {
    RunDirectory directory = reserved();
    directory.write("a", text("results"));
    directory.write("report.html", file -> {
      throw new IllegalStateException("no chart of this");
    });
    directory.write("b", file -> {
      throw new OutOfMemoryError("Java heap space");
    });
    directory.write("c", text("results"));
    directory.publish();
    assertEquals(List.of("a", "c"), names(wanted));
    String problem = directory.problem().orElseThrow();
    assertTrue(problem.contains("report.html") && problem.contains("no chart") && problem.contains("heap"), problem);
  }

  @Test
  void aNameAsLongAsTheDiskAllowsCanBeUsed() throws IOException {
    wanted = folder.resolve("x".repeat(250));
    RunDirectory directory = reserved();
    directory.write("a", text("results"));
    directory.publish();
    assertEquals(wanted, directory.path());
    assertEquals("results", Files.readString(wanted.resolve("a")));
    wanted = folder.resolve("x".repeat(300));
    assertThrows(ConfigException.class, this::reserved);
  }
}
