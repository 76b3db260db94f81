package dev.lamina.data.fetch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that is being written under a name known beforehand. A link that lies under that name is somebody else's: it
 * is removed and never followed, so that nothing outside the folder is written, and no link gets the name of a finished
 * file.
 */
final class PartialFile {

  private PartialFile() {}

  /** The bytes that are there; 0 if there is no such file. */
  static long size(Path file) throws IOException {
    if (Files.isSymbolicLink(file)) {
      Files.delete(file);
    }
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? Files.size(file) : 0;
  }

  /** Opens it for writing after its first so many bytes, which stay; makes it if it is not there. */
  static FileChannel open(Path file, long start) throws IOException {
    if (Files.isSymbolicLink(file)) {
      Files.delete(file);
    }
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    return channel.truncate(start).position(start);
  }
}
