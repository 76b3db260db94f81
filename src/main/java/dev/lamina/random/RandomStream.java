package dev.lamina.random;

import java.util.Objects;

/**
 * An unbounded sequence of random numbers addressed by index: element i depends on (seed, stream, i) only, so a range
 * may be made in any order, in any number of pieces and on any device, with equal bits.
 *
 * <p>Elements 2b and 2b+1 come from the {@link Philox} block with counter
 * {@code (low32(b), high32(b), stream, kind)} and key {@code (low32(seed), high32(seed))}; {@code kind} is 0 for
 * normals, 1 for uniforms and 2 for integers, so that the three are independent of each other. The block's words
 * w0..w3 make two 64-bit numbers {@code w1 2^32 + w0} and {@code w3 2^32 + w2}, the first for the even element.
 *
 * @param seed the seed of the experiment
 * @param stream which of the seed's independent sequences; every use of a seed takes its own
 */
public record RandomStream(long seed, int stream) {
  private static final int NORMALS = 0;
  private static final int UNIFORMS = 1;
  private static final int INTEGERS = 2;
  private static final double ULP = 0x1p-53;

  /**
   * Writes standard normals number {@code firstIndex .. firstIndex + count - 1} to {@code out}, starting at
   * {@code from}. Box-Muller: with u in (0, 1] and v in [0, 1), both multiples of 2^-53 from the top bits of the
   * block's two numbers, {@code z(2b) = sqrt(-2 ln u) cos(2 pi v)} and {@code z(2b+1) = sqrt(-2 ln u) sin(2 pi v)};
   * {@code u = (bits + 1) 2^-53}. Logarithm, sine and cosine are those of {@link PortableMath}.
   *
   * @throws IndexOutOfBoundsException if the range is negative or does not fit {@code out}
   */
  public void normals(long firstIndex, double[] out, int from, int count) {
    long end = end(firstIndex, out, from, count);
    int[] words = new int[4];
    for (long pair = firstIndex >>> 1; pair << 1 < end; pair++) {
      block(pair, NORMALS, words);
      double u = ((bits(words, 0) >>> 11) + 1) * ULP;
      double v = (bits(words, 2) >>> 11) * ULP;
      double radius = Math.sqrt(-2.0 * PortableMath.log(u));
      long even = pair << 1;
      if (even >= firstIndex) {
        out[from + (int) (even - firstIndex)] = radius * PortableMath.cosTwoPi(v);
      }
      if (even + 1 < end) {
        out[from + (int) (even + 1 - firstIndex)] = radius * PortableMath.sinTwoPi(v);
      }
    }
  }

  /**
   * Writes uniforms in [0, 1) number {@code firstIndex .. firstIndex + count - 1} to {@code out}, starting at
   * {@code from}: the top 53 bits of the element's number times 2^-53.
   *
   * @throws IndexOutOfBoundsException if the range is negative or does not fit {@code out}
   */
  public void uniforms(long firstIndex, double[] out, int from, int count) {
    long end = end(firstIndex, out, from, count);
    int[] words = new int[4];
    for (long pair = firstIndex >>> 1; pair << 1 < end; pair++) {
      block(pair, UNIFORMS, words);
      long even = pair << 1;
      if (even >= firstIndex) {
        out[from + (int) (even - firstIndex)] = (bits(words, 0) >>> 11) * ULP;
      }
      if (even + 1 < end) {
        out[from + (int) (even + 1 - firstIndex)] = (bits(words, 2) >>> 11) * ULP;
      }
    }
  }

  /**
   * Integer number {@code index}, in 0 .. {@code bound} - 1: {@code floor(r bound / 2^63)} with r the top 63 bits of
   * the element's number. The probabilities of two values differ by at most 2^-63, which no experiment can see.
   *
   * @throws IllegalArgumentException if {@code bound} is not positive or {@code index} is negative
   */
  public int below(long index, int bound) {
    if (bound <= 0 || index < 0) {
      throw new IllegalArgumentException(
          "below(index " + index + ", bound " + bound + "): the index must not be negative, the bound positive");
    }
    int[] words = new int[4];
    block(index >>> 1, INTEGERS, words);
    long r = bits(words, (int) (index & 1) * 2) >>> 1;
    // The high word of r * 2 bound is r * bound / 2^63.
    return (int) Math.multiplyHigh(r, 2L * bound);
  }

  private void block(long number, int kind, int[] words) {
    Philox.block((int) number, (int) (number >>> 32), stream, kind, (int) seed, (int) (seed >>> 32), words, 0);
  }

  private static long bits(int[] words, int low) {
    return ((long) words[low + 1] << 32) | (words[low] & 0xFFFFFFFFL);
  }

  private static long end(long firstIndex, double[] out, int from, int count) {
    Objects.checkFromIndexSize(from, count, out.length);
    if (firstIndex < 0 || firstIndex > Long.MAX_VALUE - count - 2) {
      throw new IndexOutOfBoundsException("elements " + firstIndex + " and " + count + " more: outside 0 .. 2^63-1");
    }
    return firstIndex + count;
  }
}
