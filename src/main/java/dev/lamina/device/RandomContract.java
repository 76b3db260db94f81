package dev.lamina.device;

/**
 * What the random fills of {@link Device} require of their operands.
 *
 * <p>A device calls the method with an operation's name before it does anything for that operation. Operands that do
 * not fit throw {@link IllegalArgumentException} with the shapes.
 */
public final class RandomContract {

  private RandomContract() {}

  public static void randomNormal(long[] seeds, Matrix target) {
    requireSeeds(seeds, target);
  }

  public static void randomUniform(long[] seeds, Matrix target) {
    requireSeeds(seeds, target);
  }

  private static void requireSeeds(long[] seeds, Matrix target) {
    Shapes.requireFloating("the target", target);
    Shapes.requireWritable("the target", target);
    if (seeds.length != target.members()) {
      throw new IllegalArgumentException(seeds.length + " seeds do not fit " + target.shape());
    }
  }
}
