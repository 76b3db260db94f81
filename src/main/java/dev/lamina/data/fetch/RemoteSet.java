package dev.lamina.data.fetch;

import java.net.URI;
import java.util.List;

/**
 * A data set and where it is published.
 *
 * @param name what {@code data.kind} and {@code lamina data fetch} call it
 * @param what it is, in a few words
 * @param places addresses that a file's name is added to, in the order in which they are tried
 * @param files its files
 */
public record RemoteSet(String name, String what, List<URI> places, List<RemoteFile> files) {

  public RemoteSet {
    places = List.copyOf(places);
    files = List.copyOf(files);
  }

  /** Bytes of all its files, which is what has to come over the network. */
  public long bytes() {
    return files.stream().mapToLong(RemoteFile::bytes).sum();
  }

  /** The same set from one place only. */
  public RemoteSet from(URI place) {
    return new RemoteSet(name, what, List.of(place), files);
  }
}
