package dev.lamina.data.fetch;

import dev.lamina.data.DataException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;

/** Keeps two fetches from writing into one folder at the same time. */
final class FolderLock implements AutoCloseable {

  private final Path folder;
  private final FileChannel channel;

  private FolderLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Takes the lock of a folder.
   *
   * @throws DataException if another fetch has it
   */
  static FolderLock of(Path folder) throws IOException {
    FileChannel channel = PartialFile.open(folder.resolve(".lock"), 0);
    if (!isFree(channel)) {
      channel.close();
      throw new DataException(folder.toString(), "another fetch is writing there", "to be the only one",
          "wait until it has ended");
    }
    return new FolderLock(folder, channel);
  }

  /** The folder that nobody else writes into while this is open. */
  Path folder() {
    return folder;
  }

  private static boolean isFree(FileChannel channel) {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    } catch (IOException e) {
      return true; // a network file system without locks; the checksums see what two writers would do
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
