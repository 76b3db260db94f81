package dev.lamina.data.fetch;

import dev.lamina.data.DataException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.channels.FileChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Brings the files of a data set into a folder. Each file comes from the first place that has it; what was there of it
 * is kept and continued; it gets its name only when size and checksums are right, in one step. Archives are unpacked
 * and then deleted, but for one that somebody else has put there.
 */
public final class Fetcher {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** How often one place is asked for the rest of a file that it began to send. */
  private static final int ATTEMPTS = 5;

  private final FetchListener listener;
  private final Transfer transfer;

  public Fetcher(FetchListener listener) {
    this(listener, PATIENCE);
  }

  Fetcher(FetchListener listener, Duration patience) {
    this.listener = listener;
    transfer = new Transfer(patience);
  }

  /**
   * Brings what is missing of a set.
   *
   * @param folder where its files go; made if need be
   * @throws DataException if a file is to be had nowhere, or cannot be written; what has come of it is kept
   */
  public void fetch(RemoteSet set, Path folder) {
    try {
      Files.createDirectories(folder);
      try (FolderLock lock = FolderLock.of(folder)) {
        for (RemoteFile file : set.files()) {
          if (isThere(file, lock.folder())) {
            listener.say(file.name() + " is there already");
          } else {
            bring(set, file, lock.folder());
          }
        }
      }
    } catch (IOException e) {
      throw Transfer.cannotWrite(folder.toString(), e);
    }
  }

  private static boolean isThere(RemoteFile file, Path folder) throws IOException {
    if (!file.isArchive()) {
      return isWhole(file, folder.resolve(file.name()));
    }
    for (Map.Entry<String, Long> held : file.holds().entrySet()) {
      Path unpacked = folder.resolve(held.getKey());
      if (!Files.isRegularFile(unpacked) || Files.size(unpacked) != held.getValue()) {
        return false;
      }
    }
    return true;
  }

  private static boolean isWhole(RemoteFile file, Path copy) throws IOException {
    return Files.isRegularFile(copy) && file.fault(copy).isEmpty();
  }

  private void bring(RemoteSet set, RemoteFile file, Path folder) throws IOException {
    Path target = folder.resolve(file.name());
    boolean own = !isWhole(file, target);
    if (own) {
      Path partial = partial(target);
      download(set, file, partial, folder);
      place(partial, target);
    }
    if (file.isArchive()) {
      listener.say("unpacking " + file.name());
      unpack(file, target);
      if (own) {
        Files.delete(target);
      }
    }
  }

  /** Everything is written under such a name first; the dot hides it from those who list files. */
  private static Path partial(Path target) {
    return target.resolveSibling("." + target.getFileName() + ".partial");
  }

  /** Gives a finished file its name; before that its bytes must have reached the disk. */
  private static void place(Path partial, Path target) throws IOException {
    try (FileChannel written = FileChannel.open(partial, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      written.force(true);
    }
    Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void unpack(RemoteFile file, Path archive) throws IOException {
    Map<String, Path> partials = new LinkedHashMap<>();
    file.holds().keySet().forEach(name -> partials.put(name, partial(archive.resolveSibling(name))));
    try {
      TarGz.unpack(archive, file.holds(), partials);
      for (Map.Entry<String, Path> unpacked : partials.entrySet()) {
        place(unpacked.getValue(), archive.resolveSibling(unpacked.getKey()));
      }
    } finally {
      for (Path left : partials.values()) {
        Files.deleteIfExists(left);
      }
    }
  }

  private void download(RemoteSet set, RemoteFile file, Path partial, Path folder) throws IOException {
    List<String> failures = new ArrayList<>();
    for (URI place : set.places()) {
      String where = Optional.ofNullable(place.getHost()).orElse(place.toString());
      try {
        Announcement announcement =
            new Announcement(file,
                "fetching " + file.name() + ", " + file.bytes() + " bytes, from " + where
                + (failures.isEmpty() ? "" : " (" + String.join("; ", failures) + ")"));
        download(URI.create(place + file.name()), file, partial, announcement);
        return;
      } catch (IOException e) {
        failures.add(where + ": " + reason(e));
      }
    }
    throw new DataException(set.name() + ", " + file.name(),
        "it could not be fetched (" + String.join("; ", failures) + ")", file.bytes() + " bytes",
        "run this again when the network is there, or put "
        + String.join(", ", set.files().stream().map(RemoteFile::name).toList()) + " into " + folder + " by hand"
        + (file.isArchive() ? " and run this again, which unpacks it" : ""));
  }

  private void download(URI address, RemoteFile file, Path partial, LongConsumer progress) throws IOException {
    for (int attempt = 1; ; attempt++) {
      long before = PartialFile.size(partial);
      try {
        transfer.run(address, file, partial, progress);
      } catch (RangeException e) {
        // What is there may be of no use here, but must not stand in the way of the whole.
        Files.deleteIfExists(partial);
        if (before == 0 || attempt == ATTEMPTS) {
          throw e;
        }
        listener.say(e.getMessage() + "; beginning anew");
        continue;
      } catch (IOException e) {
        boolean moved = PartialFile.size(partial) > before;
        if (!moved || attempt == ATTEMPTS) {
          throw e;
        }
        listener.say(reason(e) + "; going on from there");
        continue;
      }
      Optional<String> fault = file.fault(partial);
      if (fault.isEmpty()) {
        return;
      }
      Files.delete(partial);
      if (before == 0 || attempt == ATTEMPTS) {
        throw new IOException(fault.get());
      }
      listener.say(fault.get() + "; beginning anew, as an earlier attempt may be to blame");
    }
  }

  /** Says where a file comes from once it does come: places that do not answer are named with the one that does. */
  private final class Announcement implements LongConsumer {
    private final RemoteFile file;
    private final String message;
    private boolean said;

    Announcement(RemoteFile file, String message) {
      this.file = file;
      this.message = message;
    }

    @Override
    public void accept(long bytes) {
      if (!said) {
        listener.say(message);
        said = true;
      }
      listener.progress(file, bytes);
    }
  }

  /** Why there was no answer, for people: what the client says of a missing network are class names. */
  private static String reason(IOException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException) {
        return "no such host, or no network";
      }
    }
    if (e instanceof ConnectException) {
      return "no connection";
    }
    if (e instanceof HttpTimeoutException) {
      return "no answer in time";
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
