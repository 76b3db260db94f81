package dev.lamina.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The launcher, with a Maven and a Java that only leave traces: what it takes for a finished build, and what it hands
 * on.
 */
@Timeout(60)
class LauncherTest {

  /**
   * Writes what a build writes, in the order of one; {@code half} beside it ends it in the middle of the jar, by
   * SIGKILL.
   */
  private static final String MAVEN = """
      #!/usr/bin/env bash
      echo built >> "$HOME/builds"
      cd "$(dirname "$4")/target"
      mkdir -p classes lib
      [ -e classes/Main ] || echo class > classes/Main
      [ ! -e "$HOME/slow" ] || sleep 1
      [ ! -e "$HOME/half" ] || { echo x > lamina.jar; echo x > classes/Half; kill -9 $$; }
      echo jar and more > lamina.jar
      for i in 1 2; do [ -e lib/$i.jar ] || echo "library $i" > lib/$i.jar; done
      """;

  private static final String JAVA = """
      #!/usr/bin/env bash
      while [ "$1" != -jar ]; do shift; done
      [ "$(cat "$2")" = "jar and more" ] && [ "$(cat "$(dirname "$2")/lib/2.jar")" = "library 2" ] || exit 99
      echo "$(locale charmap) ${*:3}"
      """;

  @TempDir
  private Path directory;

  private Path home;
  private Path target;

  @BeforeEach
  void layOut() throws IOException {
    home = Files.createDirectories(directory.resolve("home"));
    target = home.resolve("target");
    Files.createDirectories(home.resolve("src/main"));
    Files.createDirectories(home.resolve("kernels"));
    Files.createDirectories(home.resolve("bundle"));
    for (String file : List.of("lamina", "bundle/java-options")) {
      Files.copy(Path.of(file), home.resolve(file));
    }
    Files.writeString(home.resolve("pom.xml"), "<project/>");
    executable(Files.createDirectories(directory.resolve("bin")).resolve("mvn"), MAVEN);
    executable(Files.createDirectories(directory.resolve("java/bin")).resolve("java"), JAVA);
  }

  @Test
  void buildsOnceAndRuns() throws IOException, InterruptedException {
    assertTrue(launch("run", "a b").endsWith(" run a b\n"));
    launch("run");
    launch("doctor");
    assertEquals(1, builds());
  }

  @ParameterizedTest
  @ValueSource(strings = {"lamina.jar", "lib/1.jar", "lib/2.jar", "lamina.built"})
  void aFileThatIsEmptyOrMissingIsBuiltAgain(String file) throws IOException, InterruptedException {
    launch("run");
    Files.writeString(target.resolve(file), "");
    touch(target.resolve(file), 3600);
    launch("run");
    assertEquals(2, builds());
    Files.delete(target.resolve(file));
    launch("run");
    assertEquals(3, builds());
    launch("run");
    assertEquals(3, builds());
  }

  @Test
  void theLibrariesAreMissing() throws IOException, InterruptedException {
    launch("run");
    for (String name : List.of("lib/1.jar", "lib/2.jar", "lib")) {
      Files.delete(target.resolve(name));
    }
    launch("run");
    assertEquals(2, builds());
  }

  /** Half a class may be newer than its source, so that a compiler would leave it as it is. */
  @Test
  void aBuildThatWasKilledLeavesNothingToTheNext() throws IOException, InterruptedException {
    Files.createFile(directory.resolve("half"));
    assertEquals(3, start("run").waitFor());
    assertTrue(Files.exists(target.resolve("classes/Half")));
    touch(target.resolve("lamina.jar"), 3600);
    Files.delete(directory.resolve("half"));
    launch("run");
    assertFalse(Files.exists(target.resolve("classes/Half")));
    assertEquals(2, builds());
  }

  @Test
  void theLauncherIsKilledWhileItBuilds() throws IOException, InterruptedException {
    Files.createFile(directory.resolve("slow"));
    Process first = start("run");
    while (!Files.exists(directory.resolve("builds"))) {
      Thread.sleep(10);
    }
    first.destroyForcibly().waitFor();
    launch("run");
    assertEquals(2, builds());
    launch("run");
    assertEquals(2, builds());
  }

  @Test
  void twoAtOnceBuildOnce() throws IOException, InterruptedException {
    Files.createFile(directory.resolve("slow"));
    Process first = start("first");
    Process second = start("second");
    assertEquals(0, first.waitFor());
    assertEquals(0, second.waitFor());
    assertEquals(1, builds());
  }

  @Test
  void aChangedSourceIsBuiltOnTopOfTheRest() throws IOException, InterruptedException {
    launch("run");
    Files.writeString(target.resolve("classes/Main"), "kept");
    touch(Files.createFile(home.resolve("src/main/New.java")), 1);
    launch("run");
    assertEquals(2, builds());
    assertEquals("kept", Files.readString(target.resolve("classes/Main")));
  }

  /** Saved while Maven runs, a source may or may not be in the jar. */
  @Test
  void aSourceThatChangesDuringTheBuildIsBuiltNextTime() throws IOException, InterruptedException {
    Files.createFile(directory.resolve("slow"));
    Process first = start("run");
    while (!Files.exists(directory.resolve("builds"))) {
      Thread.sleep(10);
    }
    Thread.sleep(20);
    Files.createFile(home.resolve("src/main/New.java"));
    assertEquals(0, first.waitFor());
    launch("run");
    assertEquals(2, builds());
  }

  @ParameterizedTest
  @ValueSource(strings = {"POSIX", "C", "", "xx_YY.UTF-8", "C.UTF-8"})
  void namesAreUtf8WhateverTheLocale(String locale) throws IOException, InterruptedException {
    assertEquals("UTF-8 run\n", finished(start(Map.of("LC_ALL", locale), "run")));
  }

  private String launch(String... arguments) throws IOException, InterruptedException {
    return finished(start(arguments));
  }

  private String finished(Process process) throws IOException, InterruptedException {
    String out = new String(process.getInputStream().readAllBytes());
    assertEquals(0, process.waitFor(),
        () -> "see " + directory.resolve("err") + ": " + Lamina.read(directory.resolve("err")));
    return out;
  }

  private Process start(String... arguments) throws IOException {
    return start(Map.of(), arguments);
  }

  private Process start(Map<String, String> environment, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("bash", "lamina"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(home.toFile()).redirectError(directory.resolve("err").toFile());
    Map<String, String> own = builder.environment();
    own.keySet().removeAll(List.of("LC_ALL", "LC_CTYPE", "LANG"));
    own.putAll(Map.of("HOME", directory.toString(), "JAVA_HOME", directory.resolve("java").toString(),
        "PATH", directory.resolve("bin") + ":" + own.get("PATH")));
    own.putAll(environment);
    return builder.start();
  }

  private long builds() throws IOException {
    try (Stream<String> lines = Files.lines(directory.resolve("builds"))) {
      return lines.count();
    }
  }

  private static void executable(Path file, String text) throws IOException {
    assertTrue(Files.writeString(file, text).toFile().setExecutable(true));
  }

  private static void touch(Path file, int secondsFromNow) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(secondsFromNow)));
  }
}
