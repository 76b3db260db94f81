package dev.lamina.device.cpu;

import dev.lamina.device.DeviceException;
import java.nio.DoubleBuffer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;

/** The arrays of one worker: they grow to what its operations need and stay, so that a step allocates nothing. */
final class Scratch implements AutoCloseable {

  /** Elements of a tile: two of float64 fit a first-level cache. */
  static final int TILE = 2048;

  private static final int SLOTS = 5;

  /** Elements of a panel: 128 MiB of float64, however long its columns are. */
  private static final int PANEL = 1 << 24;

  final float[] floatsA = new float[TILE];
  final float[] floatsB = new float[TILE];

  private final double[][] doubles = new double[SLOTS][TILE];
  private final Block[] blocks = new Block[SLOTS];

  /** An array of at least {@code size} elements; what it holds is left from an earlier use. */
  double[] doubles(int slot, int size) {
    if (doubles[slot].length < size) {
      doubles[slot] = new double[size];
    }
    return doubles[slot];
  }

  /** Memory that BLAS can read. */
  record Block(DoublePointer pointer, DoubleBuffer buffer) {
    Block(DoublePointer pointer) {
      this(pointer, pointer.asBuffer());
    }
  }

  /** How many columns of {@code rows} elements a panel takes: {@code most}, or as many as fit, and one at least. */
  static int columns(int rows, int most) {
    return columns(rows, most, PANEL);
  }

  /** The same of a panel of {@code elements}. */
  static int columns(int rows, int most, int elements) {
    return Math.max(1, Math.min(most, elements / Math.max(1, rows)));
  }

  /**
   * A block of at least {@code size} elements; what it holds is left from an earlier use.
   *
   * @throws DeviceException if a buffer cannot have as many
   */
  Block block(int slot, long size) {
    if (size > Integer.MAX_VALUE) {
      throw new DeviceException("an operation needs " + size + " elements of workspace in one piece, and "
          + Integer.MAX_VALUE + " are the most; fewer classes or features need less");
    }
    if (blocks[slot] == null || blocks[slot].buffer().capacity() < size) {
      if (blocks[slot] != null) {
        blocks[slot].pointer().deallocate();
      }
      blocks[slot] = new Block(new DoublePointer(size));
    }
    return blocks[slot];
  }

  /** A block as at least {@code size} float32 elements. */
  FloatPointer floats(int slot, long size) {
    return new FloatPointer(block(slot, size / 2 + 1).pointer());
  }

  @Override
  public void close() {
    for (Block block : blocks) {
      if (block != null) {
        block.pointer().deallocate();
      }
    }
  }
}
