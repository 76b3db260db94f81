package dev.lamina.random;

/**
 * The counter-based generator Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as
 * 1, 2, 3", SC 2011): a bijection of a 128-bit counter under a 64-bit key, without state.
 *
 * <p>One round maps the words {@code (c0, c1, c2, c3)} with key {@code (k0, k1)} to
 * {@code (hi(M1 c2) ^ c1 ^ k0, lo(M1 c2), hi(M0 c0) ^ c3 ^ k1, lo(M0 c0))}, where hi and lo are the halves of the
 * 64-bit product; between the ten rounds the key words grow by two Weyl constants.
 */
final class Philox {
  private static final long M0 = 0xD2511F53L;
  private static final long M1 = 0xCD9E8D57L;
  private static final int W0 = 0x9E3779B9;
  private static final int W1 = 0xBB67AE85;
  private static final int ROUNDS = 10;
  private static final long LOW = 0xFFFFFFFFL;

  private Philox() {}

  /**
   * Writes the four 32-bit words of one block to {@code out[at .. at+3]}; allocates nothing.
   *
   * @param c0 counter, lowest word
   * @param c1 counter, second word
   * @param c2 counter, third word
   * @param c3 counter, highest word
   * @param k0 key, low word
   * @param k1 key, high word
   * @throws IndexOutOfBoundsException if {@code out} has no room for four words at {@code at}
   */
  public static void block(int c0, int c1, int c2, int c3, int k0, int k1, int[] out, int at) {
    for (int round = 0; round < ROUNDS; round++) {
      long product0 = M0 * (c0 & LOW);
      long product1 = M1 * (c2 & LOW);
      c0 = (int) (product1 >>> 32) ^ c1 ^ k0;
      c1 = (int) product1;
      c2 = (int) (product0 >>> 32) ^ c3 ^ k1;
      c3 = (int) product0;
      k0 += W0;
      k1 += W1;
    }
    out[at] = c0;
    out[at + 1] = c1;
    out[at + 2] = c2;
    out[at + 3] = c3;
  }
}
