package dev.lamina.experiment;

import dev.lamina.result.OutputException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The directory of results. It appears under its name when {@link #publish} is called, and not before: until then files
 * go to a hidden directory of its own beside it, which nothing else ever uses again, so that a run that was killed
 * leaves nothing to another. What is published is on the disk.
 *
 * <p>Results that took hours are not given up because their place is gone, full or taken: then they go elsewhere, and
 * {@link #problem} says why.
 */
public final class RunDirectory implements AutoCloseable {

  /** Of a name, what a hidden one repeats of it: all of it might be longer than names may be. */
  private static final int REPEATED = 40;
  private static final int MOST_NAMES = 1000;

  private final Path directory;
  private final List<Path> made = new ArrayList<>();
  private final Map<String, Contents> written = new LinkedHashMap<>();
  private Path place;
  private boolean published;
  private boolean moved;
  private String problem;

  private RunDirectory(Path directory) {
    this.directory = directory;
  }

  /**
   * Chooses where results will go, before anything runs. Nothing is left there, but all is tried.
   *
   * @throws ConfigException if something of that name exists, or the directory cannot be made
   */
  public static RunDirectory at(Path directory) {
    Path absolute = directory.toAbsolutePath().normalize();
    if (Files.exists(absolute, LinkOption.NOFOLLOW_LINKS)) {
      throw new ConfigException("the output directory " + directory
          + " exists already; name another with --out, or move it");
    }
    Path existing = absolute.getParent();
    while (existing != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    if (existing == null || !Files.isDirectory(existing)) {
      throw new ConfigException("the output directory " + directory + " cannot be made: " + existing
          + " is not a directory");
    }
    RunDirectory chosen = new RunDirectory(absolute);
    try {
      // Permission bits do not tell (root, a read-only file system), nor do names (too long ones): making it does.
      chosen.make(absolute);
    } catch (IOException e) {
      throw new ConfigException("the output directory " + directory + " cannot be made: " + existing
          + " cannot be written to, or not by that name (" + e + "); name another with --out");
    } finally {
      chosen.unmake();
    }
    return chosen;
  }

  /**
   * Takes a place on the disk, before the work begins.
   *
   * @throws OutputException if that fails
   */
  public void reserve() {
    try {
      make(directory.getParent());
      place = hidden(directory.getParent());
    } catch (IOException e) {
      unmake();
      throw new OutputException("the output directory " + directory + " cannot be made: " + e, e);
    }
  }

  /** Where the results are, or will be. */
  public Path path() {
    return published || moved ? place : directory;
  }

  /**
   * Why results are not where they were asked for, or not complete, in words that follow a colon; empty if all is well.
   */
  public Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /** Writes a file. */
  @FunctionalInterface
  public interface Contents {
    void writeTo(Path file) throws IOException;
  }

  /**
   * Writes a file of the results; readers see all of it or none. If the place does not take it, all results move to
   * another. What cannot be written at all is left out, and the rest is written nevertheless.
   *
   * @param name relative, with {@code /} between folders
   */
  public void write(String name, Contents contents) {
    try {
      put(name, contents);
    } catch (IOException e) {
      note(directory + " cannot be written to any more (" + e + ")");
      moveElsewhere(name, contents);
    }
  }

  /** Writes a file, or leaves it out if it is not the disk that does not take it. */
  private void put(String name, Contents contents) throws IOException {
    try {
      replace(name, contents);
      written.put(name, contents);
    } catch (RuntimeException | OutOfMemoryError e) {
      note(name + " could not be made (" + e + ")");
    }
  }

  /**
   * Makes the results appear under their name, or if that is taken meanwhile under another beside it. A second call
   * does nothing.
   */
  public void publish() {
    if (published || moved) {
      return;
    }
    try {
      synchronize(place);
      place = Files.move(place, free(), StandardCopyOption.ATOMIC_MOVE);
      published = true;
      synchronize(directory.getParent());
    } catch (IOException e) {
      note("they could not be given the name " + directory + " (" + e + ")");
      moved = true;
    }
  }

  /** A name that is not taken: the one that was asked for, or it with a number. */
  private Path free() throws IOException {
    Path free = directory;
    for (int i = 2; Files.exists(free, LinkOption.NOFOLLOW_LINKS); i++) {
      if (i > MOST_NAMES) {
        throw new FileAlreadyExistsException(directory.toString());
      }
      free = directory.resolveSibling(directory.getFileName() + "-" + i);
    }
    if (free != directory) {
      note(directory + " was taken by something else meanwhile");
    }
    return free;
  }

  private void replace(String name, Contents contents) throws IOException {
    Path file = place.resolve(name);
    Files.createDirectories(file.getParent());
    Path draft = file.resolveSibling("." + file.getFileName() + ".part");
    try {
      contents.writeTo(draft);
      synchronize(draft);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** Goes on in another place, with what is written already. */
  private void moveElsewhere(String name, Contents contents) {
    Path before = place;
    boolean kept = published;
    for (String folder : List.of(System.getProperty("java.io.tmpdir"), System.getProperty("user.home"))) {
      Path other = null;
      try {
        other = hidden(Path.of(folder).toAbsolutePath());
        place = other;
        Path to = other;
        // What comes last may be made of what was written before it, as a report is.
        written.forEach((file, again) -> rescue(before.resolve(file), to.resolve(file), again));
        put(name, contents);
        String shown = other.getFileName().toString().substring(1).replace(".partial", "");
        place = Files.move(other, other.resolveSibling(shown), StandardCopyOption.ATOMIC_MOVE);
        moved = true;
        if (!kept) {
          delete(before);
        }
        return;
      } catch (IOException e) {
        place = before;
        if (other != null) {
          delete(other);
        }
      }
    }
    note(name + " could not be written anywhere");
    moved = true;
  }

  private void note(String what) {
    problem = problem == null ? what : problem + "; " + what;
  }

  /** Makes a directory that has not been there, with a name that nothing has had. */
  private Path hidden(Path parent) throws IOException {
    StringBuilder name = new StringBuilder(".");
    directory.getFileName().toString().codePoints().limit(REPEATED).forEach(name::appendCodePoint);
    return Files.createDirectory(parent.resolve(name + ".partial-" + UUID.randomUUID()));
  }

  /** Makes a directory and those above it that are missing. */
  private void make(Path wanted) throws IOException {
    if (Files.isDirectory(wanted)) {
      return;
    }
    if (wanted.getParent() != null) {
      make(wanted.getParent());
    }
    made.add(Files.createDirectory(wanted));
  }

  /** Removes what {@link #make} made, where nothing else has come into it. */
  private void unmake() {
    for (int i = made.size() - 1; i >= 0; i--) {
      try {
        Files.deleteIfExists(made.get(i));
      } catch (IOException e) {
        break;
      }
    }
    made.clear();
  }

  /** What was written is on the disk when this returns. */
  private static void synchronize(Path path) throws IOException {
    boolean folder = Files.isDirectory(path);
    try (FileChannel channel = FileChannel.open(path, folder ? StandardOpenOption.READ : StandardOpenOption.WRITE)) {
      channel.force(true);
    } catch (IOException e) {
      if (!folder) {
        throw e;
      }
      // Not every system lets a directory be opened; there a rename is as durable as it can be made.
    }
  }

  /** Copies a file that was written before, or makes it again if it is gone, too. */
  private void rescue(Path from, Path to, Contents contents) {
    try {
      Files.createDirectories(to.getParent());
      if (Files.exists(from)) {
        Files.copy(from, to);
      } else {
        contents.writeTo(to);
      }
    } catch (IOException | RuntimeException e) {
      note(from + " is lost (" + e + ")");
    }
  }

  private static void delete(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // The failure that is being reported matters more than what it leaves behind.
    }
  }

  /** Where files are that were written and not published, because the work failed; empty if there are none. */
  public Optional<Path> left() {
    if (place == null || published || moved) {
      return Optional.empty();
    }
    try (var files = Files.list(place)) {
      return files.findAny().map(file -> place);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Leaves nothing of a directory that was reserved and that nothing was written to. */
  @Override
  public void close() {
    if (place != null && !published && !moved && left().isEmpty()) {
      delete(place);
      unmake();
    }
  }
}
