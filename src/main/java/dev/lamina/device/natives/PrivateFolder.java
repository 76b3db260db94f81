package dev.lamina.device.natives;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A folder of files that will be loaded as code, and that no other user can have touched; where owners and modes are
 * POSIX's.
 */
public final class PrivateFolder {
  private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
  private static final FileAttribute<?> CREATED_OWNER_ONLY = PosixFilePermissions.asFileAttribute(OWNER_ONLY);
  private static final int WRITABLE_BY_OTHERS = 0002;
  private static final int WRITABLE_BY_GROUP = 0020;

  private final Path path;

  private PrivateFolder(Path path) {
    this.path = path;
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /**
   * A folder of the user's cache, made if it is not there.
   *
   * @param cache such as {@code ~/.cache}
   * @param name of one part or more, each of which is closed to others
   * @throws IOException if it cannot be made, or another user could change what is in it
   */
  public static PrivateFolder cached(Path cache, Path name) throws IOException {
    Files.createDirectories(cache, CREATED_OWNER_ONLY);
    Path folder = cache.toRealPath();
    requireOwn(folder);
    if ((mode(folder) & WRITABLE_BY_OTHERS) != 0) {
      throw new IOException(folder + " can be written to by everyone");
    }
    for (Path part : name) {
      folder = folder.resolve(part);
      makeOwn(folder);
    }
    permit(folder, OWNER_ONLY);
    return new PrivateFolder(folder);
  }

  /**
   * A folder that the user has named, made if it is not there and closed to others.
   *
   * @throws IOException if it cannot be made, or belongs to another user
   */
  public static PrivateFolder at(Path folder) throws IOException {
    Files.createDirectories(folder.toAbsolutePath().getParent());
    makeOwn(folder);
    permit(folder, OWNER_ONLY);
    return new PrivateFolder(folder);
  }

  private static void makeOwn(Path folder) throws IOException {
    try {
      Files.createDirectory(folder, CREATED_OWNER_ONLY);
    } catch (FileAlreadyExistsException e) {
      requireOwn(folder);
    }
    Set<PosixFilePermission> permissions = new HashSet<>(Files.getPosixFilePermissions(folder));
    permissions.removeAll(Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE));
    permit(folder, permissions);
  }

  /** Changes nothing where all is well, so that a cache which can only be read serves too. */
  private static void permit(Path folder, Set<PosixFilePermission> permissions) throws IOException {
    if (!Files.getPosixFilePermissions(folder).equals(permissions)) {
      Files.setPosixFilePermissions(folder, permissions);
    }
  }

  /**
   * Unpacks files into a folder of the user's cache, or where that is not possible into a temporary one.
   *
   * @return the folder, which holds these files
   */
  public static Path unpack(Optional<Path> cache, Path name, Map<String, Content> files) throws IOException {
    if (cache.isPresent()) {
      try {
        PrivateFolder folder = cached(cache.get(), name);
        folder.put(files);
        return folder.path();
      } catch (IOException e) {
        // Not writable, full, or not the user's alone: a fresh folder serves as well, if more slowly.
      }
    }
    PrivateFolder folder = temporary();
    folder.put(files);
    return folder.path();
  }

  /** A fresh folder, deleted when the process ends. */
  private static PrivateFolder temporary() throws IOException {
    Path folder = Files.createTempDirectory("lamina-natives-", CREATED_OWNER_ONLY);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
    return new PrivateFolder(folder);
  }

  private static void delete(Path folder) {
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      System.err.println("lamina: " + folder + " could not be deleted: " + e.getMessage());
    }
  }

  /**
   * Makes the folder hold these files. One that is there already stays if it is the same byte for byte; any other is
   * replaced in one step, so that processes which do this at the same time do not disturb each other.
   */
  void put(Map<String, Content> files) throws IOException {
    for (Map.Entry<String, Content> file : files.entrySet()) {
      if (!holds(file.getKey()) || !file.getValue().isIn(path.resolve(file.getKey()))) {
        put(file.getKey(), file.getValue());
      }
    }
  }

  /** Puts a file there, in one step, whatever has its name. */
  public void put(String name, Content content) throws IOException {
    Path written = Files.createTempFile(path, name, ".tmp", CREATED_OWNER_ONLY);
    try (InputStream in = content.open()) {
      Files.copy(in, written, StandardCopyOption.REPLACE_EXISTING);
      Files.setPosixFilePermissions(written, OWNER_ONLY);
      Files.move(written, path.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(written);
    }
  }

  /** Whether there is a file of that name which nobody but the user can have written. */
  public boolean holds(String name) throws IOException {
    Path file = path.resolve(name);
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && owner(file) == user()
        && (mode(file) & (WRITABLE_BY_GROUP | WRITABLE_BY_OTHERS)) == 0;
  }

  private static void requireOwn(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) || owner(folder) != user()) {
      throw new IOException(folder + " is no folder of this user's");
    }
  }

  private static int owner(Path path) throws IOException {
    return (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
  }

  /** The user of this process, who need not have a name. */
  private static int user() throws IOException {
    return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
  }

  private static int mode(Path path) throws IOException {
    return (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
  }
}
