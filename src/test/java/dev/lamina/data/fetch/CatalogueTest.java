package dev.lamina.data.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.data.format.FetchedSets;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the packaged catalogue says hangs together. */
class CatalogueTest {

  private static final Catalogue CATALOGUE = Catalogue.packaged();

  @TempDir
  private Path folder;

  @Test
  void hasTheSetsThatCanBeRead() {
    assertEquals(FetchedSets.NAMES, CATALOGUE.sets().stream().map(RemoteSet::name).toList());
    for (RemoteSet set : CATALOGUE.sets()) {
      List<String> brought = set.files().stream()
          .flatMap(file -> file.isArchive() ? file.holds().keySet().stream() : Stream.of(file.name())).sorted()
          .toList();
      assertEquals(brought, FetchedSets.missing(set.name(), folder).stream().sorted().toList());
    }
  }

  /** The published sizes: 60,000 images in records of so many bytes. */
  @Test
  void archivesHoldWholeRecords() {
    assertEquals(60_000L * 3073, sum(CATALOGUE.set("cifar-10")));
    assertEquals(60_000L * 3074, sum(CATALOGUE.set("cifar-100")));
  }

  @Test
  void everyFileHasTwoChecksumsOfItsOwn() {
    Set<String> seen = new HashSet<>();
    for (RemoteSet set : CATALOGUE.sets()) {
      for (RemoteFile file : set.files()) {
        assertEquals(Set.of("SHA-256", "MD5"), file.checksums().keySet());
        assertTrue(file.checksums().get("SHA-256").matches("[0-9a-f]{64}"), file.toString());
        assertTrue(file.checksums().get("MD5").matches("[0-9a-f]{32}"), file.toString());
        assertTrue(seen.add(file.checksums().get("SHA-256")) && seen.add(file.checksums().get("MD5")), file.toString());
        assertTrue(file.bytes() > 1000, file.toString());
      }
    }
  }

  @Test
  void placesAreFolders() {
    for (RemoteSet set : CATALOGUE.sets()) {
      assertTrue(set.places().size() > 1, set.name());
      for (URI place : set.places()) {
        assertTrue(place.toString().endsWith("/") && place.getHost() != null, place.toString());
      }
    }
  }

  @Test
  void namesWhatThereIs() {
    String message = assertThrows(IllegalArgumentException.class, () -> CATALOGUE.set("cifar")).getMessage();
    assertEquals("there is no data set 'cifar' to fetch; there are mnist, fashion-mnist, cifar-10, cifar-100", message);
  }

  private static long sum(RemoteSet set) {
    return set.files().get(0).holds().values().stream().mapToLong(Long::longValue).sum();
  }
}
