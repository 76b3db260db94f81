package dev.lamina.device;

/**
 * What the transfers of {@link Device} require of their operands.
 *
 * <p>A device calls the method with an operation's name before it does anything for that operation. Operands that do
 * not fit throw {@link IllegalArgumentException} with the shapes.
 */
public final class TransferContract {

  private TransferContract() {}

  public static void write(double[] source, Matrix target) {
    writeFloating(source.length, target);
  }

  public static void write(float[] source, Matrix target) {
    writeFloating(source.length, target);
  }

  private static void writeFloating(int length, Matrix target) {
    requireLength(length, target);
    Shapes.requireFloating("the target", target);
    Shapes.requireWritable("the target", target);
  }

  public static void write(int[] source, Matrix target) {
    requireLength(source.length, target);
    Shapes.requireType("the target", target, ElementType.INT32);
    Shapes.requireWritable("the target", target);
  }

  public static void read(Matrix source, double[] target) {
    requireLength(target.length, source);
    Shapes.requireFloating("the source", source);
  }

  public static void read(Matrix source, int[] target) {
    requireLength(target.length, source);
    Shapes.requireType("the source", source, ElementType.INT32);
  }

  private static void requireLength(int length, Matrix matrix) {
    if (length != matrix.stored()) {
      throw new IllegalArgumentException(length + " host values do not fit " + matrix.shape());
    }
  }

  public static void copy(Transpose transpose, Matrix source, Matrix target) {
    Shapes.requireFloating("the source", source);
    Shapes.requireFloating("the target", target);
    Shapes.requireWritable("the target", target);
    if (transpose == Transpose.YES) {
      Shapes.require("the source of a transposed copy", source, target.columns(), target.rows(), target);
    } else {
      Shapes.require("the source", source, target.rows(), target.columns(), target);
    }
  }

  public static void fill(Matrix target) {
    Shapes.requireWritable("the target", target);
  }
}
