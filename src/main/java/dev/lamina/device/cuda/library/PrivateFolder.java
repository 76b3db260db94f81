package dev.lamina.device.cuda.library;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** A folder of files that will be loaded as code, and that no other user can have touched. */
final class PrivateFolder {
  private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
  private static final FileAttribute<?> CREATED_OWNER_ONLY = PosixFilePermissions.asFileAttribute(OWNER_ONLY);
  private static final int WRITABLE_BY_OTHERS = 0002;
  private static final int WRITABLE_BY_GROUP = 0020;

  private final Path path;

  private PrivateFolder(Path path) {
    this.path = path;
  }

  Path path() {
    return path;
  }

  /**
   * A folder of the user's cache, made if it is not there.
   *
   * @throws IOException if it cannot be made, or another user could change what is in it
   */
  static PrivateFolder cached(Path cache, Path name) throws IOException {
    Files.createDirectories(cache, CREATED_OWNER_ONLY);
    Path folder = cache.toRealPath();
    requireOwn(folder);
    if ((mode(folder) & WRITABLE_BY_OTHERS) != 0) {
      throw new IOException(folder + " can be written to by everyone");
    }
    for (Path part : name) {
      folder = folder.resolve(part);
      try {
        Files.createDirectory(folder, CREATED_OWNER_ONLY);
      } catch (FileAlreadyExistsException e) {
        requireOwn(folder);
      }
      Set<PosixFilePermission> permissions = new HashSet<>(Files.getPosixFilePermissions(folder));
      permissions.removeAll(Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE));
      Files.setPosixFilePermissions(folder, permissions);
    }
    Files.setPosixFilePermissions(folder, OWNER_ONLY);
    return new PrivateFolder(folder);
  }

  /** A fresh folder, deleted when the process ends. */
  static PrivateFolder temporary() throws IOException {
    Path folder = Files.createTempDirectory("lamina-natives-", CREATED_OWNER_ONLY);
    folder.toFile().deleteOnExit();
    return new PrivateFolder(folder);
  }

  /** Deletes files with the process too; for a temporary folder. */
  void deleteOnExit(Set<String> names) {
    names.forEach(name -> path.resolve(name).toFile().deleteOnExit());
  }

  /**
   * Makes the folder hold these files. One that is there already stays if it is the same byte for byte; any other is
   * replaced in one step, so that processes which do this at the same time do not disturb each other.
   */
  void put(Map<String, byte[]> files) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path target = path.resolve(file.getKey());
      if (!isSame(target, file.getValue())) {
        Path written = Files.createTempFile(path, file.getKey(), ".tmp", CREATED_OWNER_ONLY);
        try {
          Files.write(written, file.getValue(), StandardOpenOption.TRUNCATE_EXISTING);
          Files.move(written, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
          Files.deleteIfExists(written);
        }
      }
    }
  }

  private static boolean isSame(Path file, byte[] bytes) throws IOException {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && owner(file) == user()
        && (mode(file) & (WRITABLE_BY_GROUP | WRITABLE_BY_OTHERS)) == 0
        && Files.size(file) == bytes.length
        && Arrays.equals(Files.readAllBytes(file), bytes);
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
