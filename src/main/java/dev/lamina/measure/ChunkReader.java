package dev.lamina.measure;

import dev.lamina.data.ClassOrder;
import dev.lamina.data.RowReader;
import dev.lamina.data.RowSource;
import dev.lamina.metric.Chunk;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Reads a layer chunk by chunk, each ordered by class on its way, the next one while the last is worked on. A chunk's
 * values are overwritten by the second after it.
 */
final class ChunkReader implements AutoCloseable {

  private final RowSource source;
  private final Samples samples;
  private final int rows;
  private final Object[] buffers = new Object[2];
  private final ExecutorService thread;
  private RowReader reader;
  private long begun;
  private int turn;
  private Future<Chunk> next;

  /** @param rows samples of a chunk, but the last */
  ChunkReader(RowSource source, Samples samples, int rows) {
    this.source = source;
    this.samples = samples;
    this.rows = (int) Math.min(rows, source.rows());
    thread = Executors.newSingleThreadExecutor(work -> {
      Thread created = new Thread(work, "lamina-reader");
      created.setDaemon(true);
      return created;
    });
  }

  /** Begins at the first sample. */
  void rewind() {
    closeReader();
    reader = source.open();
    begun = 0;
    next = submit();
  }

  /** The next chunk; null after the last. */
  Chunk next() {
    if (next == null) {
      return null;
    }
    try {
      Chunk chunk = next.get();
      next = submit();
      return chunk;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw (Error) e.getCause();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + source.where() + " was read", e);
    }
  }

  private Future<Chunk> submit() {
    int count = (int) Math.min(rows, source.rows() - begun);
    if (count == 0) {
      return null;
    }
    long from = begun;
    int buffer = turn;
    begun += count;
    turn = 1 - turn;
    return thread.submit(() -> read(from, count, buffer));
  }

  private Chunk read(long from, int count, int buffer) {
    int[] labels = samples.labels(from, count);
    ClassOrder order = ClassOrder.of(labels, samples.counts().length);
    Object values = values(count, buffer);
    reader.read(count, order.places(), values);
    int[] classes = IntStream.range(0, samples.counts().length)
        .filter(k -> order.offsets()[k + 1] > order.offsets()[k]).toArray();
    int[] offsets =
        IntStream.concat(Arrays.stream(classes).map(k -> order.offsets()[k]), IntStream.of(count)).toArray();
    return new Chunk(values, count, classes, offsets);
  }

  /** The last chunk, which is shorter, has an array of its own: what is written to a device is a whole array. */
  private Object values(int count, int buffer) {
    if (count < rows) {
      return source.kind().allocate(count * source.columns(), source.where());
    }
    if (buffers[buffer] == null) {
      buffers[buffer] = source.kind().allocate(rows * source.columns(), source.where());
    }
    return buffers[buffer];
  }

  private void closeReader() {
    if (next != null) {
      try {
        next.get();
      } catch (ExecutionException | InterruptedException e) {
        // What was being read is not wanted any more.
        if (e instanceof InterruptedException) {
          Thread.currentThread().interrupt();
        }
      }
      next = null;
    }
    if (reader != null) {
      reader.close();
      reader = null;
    }
  }

  @Override
  public void close() {
    closeReader();
    thread.shutdown();
  }
}
