package dev.lamina.data.format;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The bytes of an array's values, from the first on. */
interface ValueStream extends Closeable {

  /** Reads some bytes, at least one; -1 at the end. */
  int read(ByteBuffer target) throws IOException;

  /** Called when all values have been read: checks what can be checked only then. */
  default void end() {
    // Most have nothing to check.
  }

  /** Opens a stream. */
  interface Opening {
    ValueStream open() throws IOException;
  }

  /** What a file holds from a place on. */
  static ValueStream of(Path file, long position) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ).position(position);
    return new ValueStream() {
      @Override
      public int read(ByteBuffer target) throws IOException {
        return channel.read(target);
      }

      @Override
      public void close() throws IOException {
        channel.close();
      }
    };
  }
}
