package dev.lamina.data.fetch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.data.DataException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Downloads from places that answer well, badly or not at all. */
class FetcherTest {

  private static final byte[] CONTENT = Remote.bytes(300_001, 1);
  private static final RemoteFile FILE = Remote.file("file.gz", CONTENT, Map.of());
  private static final String PARTIAL = ".file.gz.partial";

  private final Log log = new Log();

  @TempDir
  private Path folder;

  @Test
  void bringsAFile() throws IOException {
    try (LocalPlace place = new LocalPlace(LocalPlace.whole(CONTENT))) {
      Path deeper = folder.resolve("not/there/yet");
      fetch(deeper, place.uri());
      assertArrayEquals(CONTENT, Files.readAllBytes(deeper.resolve("file.gz")));
      assertEquals(Set.of(".lock", "file.gz"), names(deeper));
      assertEquals(List.of(""), place.ranges);
      assertEquals(CONTENT.length, log.progress.get(log.progress.size() - 1));
      assertEquals(1, log.messages.size(), log.messages.toString());
    }
  }

  @Test
  void doesNotAskForWhatIsThere() throws IOException {
    Files.write(folder.resolve("file.gz"), CONTENT);
    try (LocalPlace place = new LocalPlace(LocalPlace.whole(CONTENT))) {
      fetch(folder, place.uri());
      assertEquals(List.of(), place.ranges);
    }
  }

  /** A file of the name that is not the published one is replaced, but not before the right one has come. */
  @Test
  void replacesAnotherFile() throws IOException {
    Files.write(folder.resolve("file.gz"), Remote.bytes(CONTENT.length, 2));
    try (LocalPlace none = new LocalPlace(LocalPlace.status(404));
        LocalPlace place = new LocalPlace(LocalPlace.whole(CONTENT))) {
      refused(none.uri());
      assertArrayEquals(Remote.bytes(CONTENT.length, 2), Files.readAllBytes(folder.resolve("file.gz")));
      fetch(folder, place.uri());
      assertWhole();
    }
  }

  @Test
  void continuesWhatAnEarlierFetchHasLeft() throws IOException {
    for (int there : new int[] {1, 123_457, CONTENT.length - 1, CONTENT.length}) {
      Files.write(folder.resolve(PARTIAL), Arrays.copyOf(CONTENT, there));
      try (LocalPlace place = new LocalPlace(LocalPlace.whole(CONTENT))) {
        fetch(folder, place.uri());
        assertWhole();
        assertEquals(there == CONTENT.length ? List.of() : List.of("bytes=" + there + "-"), place.ranges);
      }
      Files.delete(folder.resolve("file.gz"));
    }
  }

  @Test
  void goesOnAfterACutConnection() throws IOException {
    try (LocalPlace place = new LocalPlace(LocalPlace.cut(CONTENT, 100_000))) {
      fetch(folder, place.uri());
      assertWhole();
      assertEquals("", place.ranges.get(0));
      // The client may have dropped the last bytes before the cut; whatever was there was not asked for again.
      long second = Long.parseLong(place.ranges.get(1).replaceAll("\\D", ""));
      assertTrue(second > 0 && second <= 100_000, place.ranges.toString());
    }
  }

  @Test
  void keepsWhatCameForTheNextFetch() throws IOException {
    try (LocalPlace bad = new LocalPlace(LocalPlace.cut(CONTENT, 200_000), LocalPlace.status(503));
        LocalPlace good = new LocalPlace(LocalPlace.whole(CONTENT))) {
      assertTrue(refused(bad.uri()).contains("HTTP status 503"));
      assertTrue(Files.size(folder.resolve(PARTIAL)) > 0);
      assertFalse(Files.exists(folder.resolve("file.gz")));
      fetch(folder, good.uri());
      assertWhole();
      assertTrue(good.ranges.get(0).startsWith("bytes="), good.ranges.toString());
    }
  }

  @Test
  void beginsAnewWhereAServerKnowsNoRanges() throws IOException {
    Files.write(folder.resolve(PARTIAL), Remote.bytes(50_000, 3));
    try (LocalPlace place = new LocalPlace(LocalPlace.withoutRanges(CONTENT, CONTENT.length))) {
      fetch(folder, place.uri());
      assertWhole();
    }
  }

  /** A place that cannot continue a file may still have the whole. */
  @ParameterizedTest
  @CsvSource({"206, bytes 0-300000/300001", "206, bytes 50000-300000/300002", "206, bytes 50000-300001/*",
      "206, octets", "206, bytes 99999999999999999999-1/2", "206, bytes 50000-300000/300001", "416, bytes */300001"})
  void beginsAnewWhereAServerLiesAboutRanges(int status, String range) throws IOException {
    Files.write(folder.resolve(PARTIAL), Arrays.copyOf(CONTENT, 50_000));
    try (LocalPlace place = new LocalPlace(LocalPlace.lying(CONTENT, status, range))) {
      fetch(folder, place.uri());
      assertWhole();
      assertEquals(List.of("bytes=50000-", ""), place.ranges);
    }
  }

  @Test
  void anEndlessLieIsRefusedAndForgotten() throws IOException {
    Files.write(folder.resolve(PARTIAL), Arrays.copyOf(CONTENT, 50_000));
    try (LocalPlace place = new LocalPlace(exchange -> {
      exchange.getResponseHeaders().set("Content-Range", "bytes 7-300000/300001");
      exchange.sendResponseHeaders(206, -1);
    })) {
      assertTrue(refused(place.uri()).contains("it sends the range 'bytes 7-300000/300001' when asked for byte 0"));
      assertEquals(Set.of(".lock"), names(folder));
    }
  }

  /** Whoever can put a link there must not choose what is overwritten. */
  @Test
  void linksInThePlaceOfItsFilesAreNotFollowed() throws IOException {
    Path kept = Files.createDirectory(folder.resolve("kept"));
    Path data = Files.createDirectory(folder.resolve("data"));
    for (byte[] before : List.of(new byte[0], Arrays.copyOf(CONTENT, 70), CONTENT)) {
      Path mine = Files.write(kept.resolve("mine"), before);
      Files.createSymbolicLink(data.resolve(PARTIAL), mine);
      Files.deleteIfExists(data.resolve(".lock"));
      Files.createSymbolicLink(data.resolve(".lock"), kept.resolve("lock"));
      try (LocalPlace place = new LocalPlace(LocalPlace.whole(CONTENT))) {
        fetch(data, place.uri());
      }
      assertArrayEquals(before, Files.readAllBytes(mine));
      assertEquals(Set.of("mine"), names(kept));
      assertArrayEquals(CONTENT, Files.readAllBytes(data.resolve("file.gz")));
      assertFalse(Files.isSymbolicLink(data.resolve("file.gz")));
      Files.delete(data.resolve("file.gz"));
    }
  }

  /** What lay there is of another file: only the checksum of the whole can tell. */
  @Test
  void beginsAnewWhenTheRestDoesNotFit() throws IOException {
    Files.write(folder.resolve(PARTIAL), Remote.bytes(50_000, 3));
    try (LocalPlace place = new LocalPlace(LocalPlace.whole(CONTENT))) {
      fetch(folder, place.uri());
      assertWhole();
      assertEquals(List.of("bytes=50000-", ""), place.ranges);
      assertTrue(log.messages.toString().contains("beginning anew"), log.messages.toString());
    }
  }

  @Test
  void triesPlacesInTurn() throws IOException {
    byte[] wrong = Remote.bytes(CONTENT.length, 4);
    try (LocalPlace none = new LocalPlace(LocalPlace.status(404));
        LocalPlace other = new LocalPlace(LocalPlace.whole(wrong));
        LocalPlace place = new LocalPlace(LocalPlace.whole(CONTENT));
        LocalPlace unused = new LocalPlace(LocalPlace.whole(CONTENT))) {
      fetch(folder, none.uri(), other.uri(), place.uri(), unused.uri());
      assertWhole();
      assertEquals(List.of(1, 1, 1, 0),
          List.of(none.ranges.size(), other.ranges.size(), place.ranges.size(), unused.ranges.size()));
      String last = log.messages.get(log.messages.size() - 1);
      assertTrue(last.contains("HTTP status 404") && last.contains("SHA-256") || last.contains("MD5"), last);
    }
  }

  @Test
  void aWrongChecksumLeavesNothing() throws IOException {
    try (LocalPlace place = new LocalPlace(LocalPlace.whole(Remote.bytes(CONTENT.length, 4)))) {
      String message = refused(place.uri());
      assertTrue(message.matches(".*(SHA-256|MD5) [0-9a-f]{12}\\.\\.\\. instead of [0-9a-f]{12}\\.\\.\\..*"), message);
      assertEquals(Set.of(".lock"), names(folder));
    }
  }

  /** Both digests are held against the file, not the first alone. */
  @Test
  void everyChecksumCounts() throws IOException {
    for (String spoilt : FILE.checksums().keySet()) {
      Map<String, String> checksums = new HashMap<>(FILE.checksums());
      checksums.replace(spoilt, "0".repeat(checksums.get(spoilt).length()));
      RemoteFile file = new RemoteFile("file.gz", CONTENT.length, checksums, Map.of());
      try (LocalPlace place = new LocalPlace(LocalPlace.whole(CONTENT))) {
        String message = assertThrows(DataException.class, () ->
            fetcher().fetch(Remote.set(file, place.uri()), folder)).getMessage();
        assertTrue(message.contains(spoilt + " "), message);
      }
    }
  }

  @Test
  void anotherSizeIsSeenBeforeItIsRead() {
    try (LocalPlace place = new LocalPlace(LocalPlace.whole(Remote.bytes(1234, 5)))) {
      assertTrue(refused(place.uri()).contains("it has 1234 bytes instead of 300001"));
      assertEquals(List.of(), log.progress);
    }
  }

  @Test
  void aFileOfUnknownLengthMayBeNeitherShortNorLong() throws IOException {
    try (LocalPlace exact = new LocalPlace(LocalPlace.chunked(CONTENT));
        LocalPlace shorter = new LocalPlace(LocalPlace.chunked(Remote.bytes(CONTENT.length - 1, 6)));
        LocalPlace longer = new LocalPlace(LocalPlace.chunked(Remote.bytes(CONTENT.length + 1, 6)))) {
      String message = refused(shorter.uri());
      assertTrue(message.contains("the connection ended after 300000 of 300001 bytes"), message);
      message = refused(longer.uri());
      assertTrue(message.contains("it sends more than 300001 bytes"), message);
      fetch(folder, exact.uri());
      assertWhole();
    }
  }

  @Test
  void doesNotWaitForever() {
    try (LocalPlace place = new LocalPlace(LocalPlace.stalled(CONTENT, 1000), LocalPlace.status(500))) {
      long start = System.nanoTime();
      refused(place.uri());
      assertTrue(System.nanoTime() - start < 30_000_000_000L);
      assertTrue(log.messages.toString().contains("nothing came for 1 s"), log.messages.toString());
    }
  }

  @Test
  void followsToWhereAFileHasMoved() throws IOException {
    try (LocalPlace place = new LocalPlace(LocalPlace.whole(CONTENT));
        LocalPlace old = new LocalPlace(LocalPlace.moved(place.uri().resolve("file.gz")))) {
      fetch(folder, old.uri());
      assertWhole();
    }
  }

  @Test
  void takesAFolderOfThisMachine() throws IOException {
    Path source = Files.createDirectories(folder.resolve("source"));
    assertTrue(refused(source.toUri()).contains("no such file"));
    Files.write(source.resolve("file.gz"), CONTENT);
    Files.write(folder.resolve(PARTIAL), Arrays.copyOf(CONTENT, 7));
    fetch(folder, source.toUri());
    assertWhole();
  }

  @Test
  void withoutANetworkItSaysWhereToPutTheFiles() throws IOException {
    URI closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/");
    }
    String message = refused(closed);
    assertTrue(message.contains("127.0.0.1: no connection"), message);
    assertTrue(message.contains("put file.gz into " + folder + " by hand"), message);
    message = refused(URI.create("http://no-such-host.invalid/"));
    assertTrue(message.contains("no-such-host.invalid: no such host, or no network"), message);
    assertEquals(List.of(), log.messages);
  }

  @Test
  void oneFetchAtATime() throws IOException {
    try (LocalPlace place = new LocalPlace(LocalPlace.whole(CONTENT)); FolderLock lock = FolderLock.of(folder)) {
      assertTrue(refused(place.uri()).contains("another fetch is writing there"), lock.toString());
    }
  }

  @Test
  void aFolderThatCannotBeIsOneLine() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    try (LocalPlace place = new LocalPlace(LocalPlace.whole(CONTENT))) {
      String message = assertThrows(DataException.class, () -> fetch(file.resolve("deeper"), place.uri())).getMessage();
      assertTrue(message.contains("cannot be written") && message.contains("LAMINA_DATA"), message);
    }
  }

  private String refused(URI... places) {
    String message = assertThrows(DataException.class, () -> fetch(folder, places)).getMessage();
    assertFalse(message.contains("\n"), message);
    return message;
  }

  private void fetch(Path to, URI... places) {
    fetcher().fetch(Remote.set(FILE, places), to);
  }

  private Fetcher fetcher() {
    return new Fetcher(log, Duration.ofSeconds(1));
  }

  private void assertWhole() throws IOException {
    assertArrayEquals(CONTENT, Files.readAllBytes(folder.resolve("file.gz")));
    assertFalse(Files.exists(folder.resolve(PARTIAL)));
  }

  private static Set<String> names(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return new TreeSet<>(files.map(file -> file.getFileName().toString()).toList());
    }
  }
}
