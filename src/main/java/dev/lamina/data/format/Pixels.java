package dev.lamina.data.format;

/** How the unsigned bytes of an image become features: float32 in [0, 1], {@code byte / 255}. */
final class Pixels {

  private static final float[] LEVELS = levels();

  private Pixels() {}

  private static float[] levels() {
    float[] levels = new float[256];
    for (int level = 0; level < levels.length; level++) {
      levels[level] = level / 255f;
    }
    return levels;
  }

  /** Scales {@code count} bytes from place {@code from} on into {@code target} from place {@code to} on. */
  static void scale(byte[] bytes, int from, int count, float[] target, int to) {
    for (int i = 0; i < count; i++) {
      target[to + i] = LEVELS[bytes[from + i] & 0xFF];
    }
  }
}
