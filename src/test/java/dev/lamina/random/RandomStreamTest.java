package dev.lamina.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RandomStreamTest {
  private static final int N = 1_000_000;

  /** Standard errors of the first four moments are 1e-3, 1.4e-3, 3.9e-3 and 9.8e-3; the bounds are 5 of them. */
  @ParameterizedTest
  @CsvSource({"1, 0", "-7, 3", "1234567890123, -1"})
  void momentsOfNormals(long seed, int stream) {
    double[] z = new double[N];
    new RandomStream(seed, stream).normals(0, z, 0, N);
    double m1 = 0;
    double m2 = 0;
    double m3 = 0;
    double m4 = 0;
    double neighbours = 0;
    int beyondTwo = 0;
    for (int i = 0; i < N; i++) {
      double x = z[i];
      m1 += x;
      m2 += x * x;
      m3 += x * x * x;
      m4 += x * x * x * x;
      neighbours += x * z[i ^ 1];
      beyondTwo += Math.abs(x) > 2 ? 1 : 0;
    }
    assertEquals(0, m1 / N, 5e-3);
    assertEquals(1, m2 / N, 7e-3);
    assertEquals(0, m3 / N, 2e-2);
    assertEquals(3, m4 / N, 5e-2);
    assertEquals(0, neighbours / N, 7e-3);
    assertEquals(0.0455003, (double) beyondTwo / N, 1.1e-3);
  }

  @Test
  void momentsOfUniforms() {
    double[] u = new double[N];
    new RandomStream(5, 1).uniforms(0, u, 0, N);
    double sum = 0;
    double squares = 0;
    for (double x : u) {
      assertTrue(x >= 0 && x < 1);
      sum += x;
      squares += x * x;
    }
    assertEquals(0.5, sum / N, 1.5e-3);
    assertEquals(1.0 / 3, squares / N, 1.5e-3);
  }

  @Test
  void valuesDoNotDependOnHowARangeIsSplit() {
    RandomStream stream = new RandomStream(42, 9);
    long first = (1L << 33) - 501;
    double[] normals = new double[1001];
    double[] uniforms = new double[1001];
    stream.normals(first, normals, 0, 1001);
    stream.uniforms(first, uniforms, 0, 1001);
    SplittableRandom random = new SplittableRandom(3);
    double[] pieces = new double[1001 + 7];
    double[] uniformPieces = new double[1001 + 7];
    for (int at = 0; at < 1001; ) {
      int count = Math.min(random.nextInt(6), 1001 - at);
      stream.normals(first + at, pieces, 7 + at, count);
      stream.uniforms(first + at, uniformPieces, 7 + at, count);
      at += count;
    }
    assertArrayEquals(normals, Arrays.copyOfRange(pieces, 7, pieces.length));
    assertArrayEquals(uniforms, Arrays.copyOfRange(uniformPieces, 7, pieces.length));
  }

  /** The addressing as documented, written out once more: a port must agree with this. */
  @Test
  void addressingIsAsDocumented() {
    long seed = 0x0123456789abcdefL;
    long pair = 0x500000007L;
    int[] w = new int[4];
    double[] z = new double[2];
    new RandomStream(seed, 77).normals(2 * pair, z, 0, 2);
    Philox.block(0x00000007, 0x5, 77, 0, 0x89abcdef, 0x01234567, w, 0);
    double u = (((Integer.toUnsignedLong(w[1]) << 32 | Integer.toUnsignedLong(w[0])) >>> 11) + 1) * 0x1p-53;
    double v = ((Integer.toUnsignedLong(w[3]) << 32 | Integer.toUnsignedLong(w[2])) >>> 11) * 0x1p-53;
    assertEquals(Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * v), z[0], 1e-14);
    assertEquals(Math.sqrt(-2 * Math.log(u)) * Math.sin(2 * Math.PI * v), z[1], 1e-14);

    double[] uniform = new double[2];
    new RandomStream(seed, 77).uniforms(2 * pair, uniform, 0, 2);
    Philox.block(0x00000007, 0x5, 77, 1, 0x89abcdef, 0x01234567, w, 0);
    assertEquals(((Integer.toUnsignedLong(w[3]) << 32 | Integer.toUnsignedLong(w[2])) >>> 11) * 0x1p-53, uniform[1]);
  }

  /** A second implementation, in Python's float arithmetic, made the same 100,000 numbers to the bit. */
  @Test
  void bitsOfNormalsAreThoseOfAnotherImplementation() {
    double[] z = new double[100_000];
    new RandomStream(42, 9).normals(0, z, 0, z.length);
    assertEquals(0x1.958e0ec4a8ce8p-1, z[0]);
    assertEquals(-0x1.f16a12f6f4f86p-2, z[1]);
    long hash = 0;
    for (double x : z) {
      hash = 31 * hash + Double.doubleToRawLongBits(x);
    }
    assertEquals(0x1973c320d1310a7aL, hash);
  }

  @Test
  void seedsAndStreamsDiffer() {
    double[] a = new double[4];
    double[] b = new double[4];
    double[] c = new double[4];
    new RandomStream(1, 0).normals(0, a, 0, 4);
    new RandomStream(2, 0).normals(0, b, 0, 4);
    new RandomStream(1, 1).normals(0, c, 0, 4);
    for (int i = 0; i < 4; i++) {
      assertTrue(a[i] != b[i] && a[i] != c[i] && b[i] != c[i]);
    }
  }

  @Test
  void integersAreUniformBelowTheBound() {
    RandomStream stream = new RandomStream(8, 2);
    int[] counts = new int[7];
    for (int i = 0; i < 70_000; i++) {
      counts[stream.below(i, 7)]++;
    }
    for (int count : counts) {
      assertEquals(10_000, count, 5 * Math.sqrt(10_000 * 6.0 / 7));
    }
    assertEquals(0, stream.below(3, 1));
    long sum = 0;
    for (int i = 0; i < 10_000; i++) {
      int value = stream.below(i, Integer.MAX_VALUE);
      assertTrue(value >= 0 && value < Integer.MAX_VALUE);
      sum += value;
    }
    assertEquals(Integer.MAX_VALUE / 2.0, sum / 1e4, 0.02 * Integer.MAX_VALUE);
  }

  @Test
  void refusesWhatHasNoMeaning() {
    RandomStream stream = new RandomStream(1, 1);
    double[] out = new double[4];
    assertThrows(IndexOutOfBoundsException.class, () -> stream.normals(0, out, 2, 3));
    assertThrows(IndexOutOfBoundsException.class, () -> stream.normals(-1, out, 0, 3));
    assertThrows(IndexOutOfBoundsException.class, () -> stream.uniforms(Long.MAX_VALUE - 1, out, 0, 3));
    assertThrows(IllegalArgumentException.class, () -> stream.below(0, 0));
    assertThrows(IllegalArgumentException.class, () -> stream.below(-1, 5));
  }
}
