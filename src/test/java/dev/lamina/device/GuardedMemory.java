package dev.lamina.device;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.opentest4j.AssertionFailedError;

/**
 * A test's matrices, each between guard elements: before it, between its members and after it. Closing checks that
 * nothing was written to a guard or to an input. Guards are NaN and a number by turns: NaN shows reads that stray into
 * an expected result, the number shows writes that add to what was there.
 *
 * <p>Some matrices start at an odd element and have gaps between members, as views have; others are aligned and dense,
 * as planned matrices are.
 */
final class GuardedMemory implements AutoCloseable {
  private static final double POISON = 12345.5;
  private static final int INTEGER_POISON = 0x5EADBEEF;
  private static final int AFTER = 35;

  private record Block(Arena arena, Matrix whole, Matrix view, double[] image, boolean input) {

    boolean inView(int element) {
      long place = element - view.offset();
      long period = Math.max(view.stride(), 1);
      return place >= 0 && place / period < view.members() && place % period < view.size();
    }
  }

  private final Device device;
  private final List<Block> blocks = new ArrayList<>();
  private SplittableRandom layouts = new SplittableRandom(7);

  GuardedMemory(Device device) {
    this.device = device;
  }

  /**
   * What {@code placing} places, twice and laid out alike: libraries may add in another order where addresses are
   * aligned otherwise, so that only such copies must agree in every bit.
   */
  <T> List<T> twice(Supplier<T> placing) {
    long seed = layouts.nextLong();
    return IntStream.range(0, 2).mapToObj(copy -> {
      layouts = new SplittableRandom(seed);
      return placing.get();
    }).toList();
  }

  /** A matrix that operations only read. */
  Matrix input(ElementType type, Host values) {
    return place(type, values, true);
  }

  /** A matrix that an operation writes; {@code values} are what it holds before. */
  Matrix target(ElementType type, Host values) {
    return place(type, values, false);
  }

  /** A matrix that an operation overwrites: NaN before, so that what it held cannot be taken for a result. */
  Matrix target(ElementType type, int rows, int columns, int members) {
    double before = type.isFloating() ? Double.NaN : INTEGER_POISON;
    return place(type, Host.filled(rows, columns, members, before), false);
  }

  private Matrix place(ElementType type, Host values, boolean input) {
    boolean dense = layouts.nextBoolean();
    int before = dense ? 64 : 3;
    int size = values.rows() * values.columns();
    int stride = size + (dense ? 0 : 5);
    int total = before + (values.members() - 1) * stride + size + AFTER;
    double[] image = new double[total];
    for (int i = 0; i < total; i++) {
      image[i] = type == ElementType.INT32 ? INTEGER_POISON : i % 2 == 0 ? Double.NaN : POISON;
    }
    Host held = values.as(type);
    for (int e = 0; e < values.members(); e++) {
      System.arraycopy(held.values(), e * size, image, before + e * stride, size);
    }
    MemoryPlan plan = new MemoryPlan();
    MemoryPlan.Slot slot = plan.add(MemoryPlan.Purpose.WORKSPACE, "block " + blocks.size(), type, total, 1, 1);
    Arena arena = device.allocate(plan);
    Matrix whole = arena.matrix(slot);
    Matrix view = new Matrix(
        whole.memory(), type, whole.offset() + before, values.rows(), values.columns(), values.members(), stride);
    blocks.add(new Block(arena, whole, view, image, input));
    if (type == ElementType.INT32) {
      device.write(Arrays.stream(image).mapToInt(value -> (int) value).toArray(), whole);
    } else {
      device.write(image, whole);
    }
    return view;
  }

  /** What a matrix holds. */
  Host read(Matrix matrix) {
    int members = matrix.isBroadcast() ? 1 : matrix.members();
    double[] values = new double[(int) matrix.stored()];
    if (matrix.type() == ElementType.INT32) {
      int[] integers = new int[values.length];
      device.read(matrix, integers);
      Arrays.setAll(values, i -> integers[i]);
    } else {
      device.read(matrix, values);
    }
    return new Host(matrix.rows(), matrix.columns(), members, values);
  }

  /** Checks the guards, then frees everything; the guards of a test that never wrote are cheap to check too. */
  @Override
  public void close() {
    try {
      blocks.forEach(this::verify);
    } finally {
      blocks.forEach(block -> block.arena().close());
      blocks.clear();
    }
  }

  private void verify(Block block) {
    if (block.input()) {
      verify(block, 0, block.image().length);
      return;
    }
    // What an operation may write need not hold anything: a decomposition destroys its matrix.
    Matrix view = block.view();
    long start = 0;
    for (int e = 0; e < (view.isBroadcast() ? 1 : view.members()); e++) {
      long member = view.offset() + e * view.stride();
      verify(block, start, member);
      start = member + view.size();
    }
    verify(block, start, block.image().length);
  }

  private void verify(Block block, long from, long to) {
    Matrix whole = block.whole();
    int length = (int) (to - from);
    if (length == 0) {
      return;
    }
    double[] now = read(new Matrix(whole.memory(), whole.type(), whole.offset() + from, length, 1, 1, length)).values();
    for (int i = 0; i < length; i++) {
      int element = (int) from + i;
      if (Double.compare(now[i], block.image()[element]) != 0) {
        throw new AssertionFailedError((block.inView(element) ? "the input " : "memory outside ") + block.view()
            + " was changed: element " + element + " held " + block.image()[element] + " and now holds " + now[i]);
      }
    }
  }
}
