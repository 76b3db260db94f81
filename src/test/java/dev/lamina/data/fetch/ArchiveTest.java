package dev.lamina.data.fetch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.data.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sets that are published as an archive. */
class ArchiveTest {

  private static final byte[] A = Remote.bytes(70_000, 1);
  private static final byte[] B = Remote.bytes(512, 2);
  private static final byte[] ARCHIVE = new Tar()
      .entry("set/", '5', new byte[0])
      .entry("PaxHeader", 'x', "30 mtime=1.5\n".getBytes())
      .file("set/a.bin", A)
      .file("set/readme.html", Remote.bytes(1000, 3))
      .file("set/b.bin", B)
      .file("set/empty.bin", new byte[0])
      .compressed();
  private static final Map<String, Long> HOLDS = Map.of("a.bin", 70_000L, "b.bin", 512L, "empty.bin", 0L);
  private static final RemoteFile FILE = Remote.file("set.tar.gz", ARCHIVE, HOLDS);

  private final Log log = new Log();

  @TempDir
  private Path folder;

  @Test
  void isUnpackedAndDeleted() throws IOException {
    try (LocalPlace place = new LocalPlace(LocalPlace.cut(ARCHIVE, 40_000))) {
      fetch(FILE, place);
      assertUnpacked();
      assertEquals(List.of(".lock", "a.bin", "b.bin", "empty.bin"), names());
      int requests = place.ranges.size();
      fetch(FILE, place);
      assertEquals(requests, place.ranges.size(), "what is unpacked is not fetched again");
      Files.write(folder.resolve("b.bin"), new byte[511]);
      fetch(FILE, place);
      assertUnpacked();
    }
  }

  @Test
  void linksInThePlaceOfItsFilesAreNotFollowed() throws IOException {
    Path mine = Files.writeString(folder.resolveSibling(folder.getFileName() + "-mine"), "mine");
    Files.createSymbolicLink(folder.resolve(".a.bin.partial"), mine);
    Files.createSymbolicLink(folder.resolve("b.bin"), mine);
    try (LocalPlace place = new LocalPlace(LocalPlace.whole(ARCHIVE))) {
      fetch(FILE, place);
      assertUnpacked();
      assertEquals("mine", Files.readString(mine));
    } finally {
      Files.delete(mine);
    }
  }

  @Test
  void putThereByHandItIsUnpackedAndStays() throws IOException {
    Files.write(folder.resolve("set.tar.gz"), ARCHIVE);
    try (LocalPlace place = new LocalPlace(LocalPlace.status(404))) {
      fetch(FILE, place);
      assertUnpacked();
      assertArrayEquals(ARCHIVE, Files.readAllBytes(folder.resolve("set.tar.gz")));
      assertEquals(List.of(), place.ranges);
    }
  }

  @Test
  void fetchingByHandIsExplained() {
    try (LocalPlace place = new LocalPlace(LocalPlace.status(404))) {
      String message = assertThrows(DataException.class, () -> fetch(FILE, place)).getMessage();
      assertTrue(message.contains("put set.tar.gz into " + folder + " by hand and run this again, which unpacks it"),
          message);
    }
  }

  /** No name in an archive leads out of the folder, and links are not followed. */
  @Test
  void namesLeadNowhere() throws IOException {
    byte[] archive = new Tar().entry("a.bin", '2', new byte[0]).file("../../a.bin", A).file("/tmp/b.bin", B)
        .file("empty.bin", new byte[0]).file("../other.bin", B).compressed();
    Path deeper = folder.resolve("x/y/z");
    try (LocalPlace place = new LocalPlace(LocalPlace.whole(archive))) {
      new Fetcher(log, Duration.ofSeconds(1))
          .fetch(Remote.set(Remote.file("set.tar.gz", archive, HOLDS), place.uri()), deeper);
    }
    try (var files = Files.walk(folder)) {
      assertEquals(List.of(".lock", "a.bin", "b.bin", "empty.bin"),
          files.filter(Files::isRegularFile).map(file -> deeper.relativize(file).toString()).sorted().toList());
    }
  }

  @Test
  void damagedArchivesLeaveNothing() throws IOException {
    byte[] cut = new Tar().file("a.bin", A).compressed();
    refused(Arrays.copyOf(cut, cut.length - 20_000), "ends in the middle");
    refused(new Tar().file("a.bin", A).file("b.bin", B).compressed(), "has no empty.bin of the right size");
    refused(new Tar().file("a.bin", A).file("b.bin", A).file("empty.bin", new byte[0]).compressed(), "has no b.bin");
    refused(Remote.bytes(5000, 9), "not compressed with gzip");
    byte[] spoilt = ARCHIVE.clone();
    Arrays.fill(spoilt, 1000, 1400, (byte) 0x55);
    refused(spoilt, "set.tar.gz");
    refused(new Tar().file("a.bin", A).entry("x", '0', new byte[0]).compressed(), "has no b.bin, empty.bin");
  }

  private void refused(byte[] archive, String part) throws IOException {
    try (LocalPlace place = new LocalPlace(LocalPlace.whole(archive))) {
      RemoteFile file = Remote.file("set.tar.gz", archive, HOLDS);
      String message = assertThrows(DataException.class, () -> fetch(file, place)).getMessage();
      assertTrue(message.contains(part) && !message.contains("\n"), message);
      assertEquals(List.of(".lock", "set.tar.gz"), names());
    }
  }

  private void fetch(RemoteFile file, LocalPlace place) {
    new Fetcher(log, Duration.ofSeconds(5)).fetch(Remote.set(file, place.uri()), folder);
  }

  private void assertUnpacked() throws IOException {
    assertArrayEquals(A, Files.readAllBytes(folder.resolve("a.bin")));
    assertArrayEquals(B, Files.readAllBytes(folder.resolve("b.bin")));
    assertEquals(0, Files.size(folder.resolve("empty.bin")));
  }

  private List<String> names() throws IOException {
    try (var files = Files.list(folder)) {
      return List.copyOf(new TreeSet<>(files.map(file -> file.getFileName().toString()).toList()));
    }
  }
}
