package dev.lamina.device;

/**
 * What the operations on classes of {@link Device} require of their operands.
 *
 * <p>A device calls the method with an operation's name before it does anything for that operation. Operands that do
 * not fit throw {@link IllegalArgumentException} with the shapes.
 */
public final class ClassContract {

  /** The longest lists of nearest neighbours. */
  public static final int MOST_NEIGHBOURS = 64;

  private ClassContract() {}

  public static void classMoments(Matrix x, int[] offsets, Matrix means, Matrix scatter) {
    Shapes.requireFloating("x", x);
    Shapes.requireType("the means", means, ElementType.FLOAT64);
    Shapes.requireType("the scatter", scatter, ElementType.FLOAT64);
    Shapes.requireWritable("the means", means);
    Shapes.requireWritable("the scatter", scatter);
    requireOffsets(offsets, x);
    int classes = offsets.length - 1;
    Shapes.requireMembers("x", x, means);
    Shapes.require("the means", means, x.rows(), classes, scatter);
    Shapes.require("the scatter", scatter, classes, 1, means);
  }

  public static void projectedScatter(Matrix x, int[] offsets, Matrix means, Matrix directions, Matrix scatter) {
    requireFloat64(means, directions, scatter);
    Shapes.requireFloating("x", x);
    Shapes.requireWritable("the scatter", scatter);
    requireOffsets(offsets, x);
    int m = directions.columns();
    Shapes.require("the means", means, x.rows(), offsets.length - 1, scatter);
    Shapes.require("the directions", directions, x.rows(), m, scatter);
    Shapes.requireMembers("x", x, scatter);
    Shapes.require("the scatter", scatter, m, m, scatter);
  }

  private static void requireOffsets(int[] offsets, Matrix x) {
    boolean good = offsets.length >= 2 && offsets[0] == 0 && offsets[offsets.length - 1] == x.columns();
    for (int k = 1; good && k < offsets.length; k++) {
      good = offsets[k] > offsets[k - 1];
    }
    if (!good) {
      throw new IllegalArgumentException("class offsets must increase from 0 to the number of columns of " + x.shape());
    }
  }

  public static void project(Matrix x, Matrix origin, Matrix directions, Matrix target) {
    requireFloat64(origin, directions, target);
    Shapes.requireFloating("x", x);
    Shapes.requireWritable("the target", target);
    Shapes.require("the origin", origin, x.rows(), 1, target);
    int m = directions.columns();
    Shapes.require("the directions", directions, x.rows(), m, target);
    Shapes.requireMembers("x", x, target);
    Shapes.require("the target", target, m, x.columns(), target);
  }

  public static void nearestMean(Matrix x, Matrix means, Matrix assigned) {
    requireFloat64(means);
    Shapes.requireFloating("x", x);
    Shapes.requireType("the assignment", assigned, ElementType.INT32);
    Shapes.requireWritable("the assignment", assigned);
    Shapes.require("the assignment", assigned, 1, x.columns(), assigned);
    Shapes.requireMembers("x", x, assigned);
    Shapes.require("the means", means, x.rows(), means.columns(), assigned);
  }

  public static void argmax(Matrix source, Matrix target) {
    Shapes.requireFloating("the source", source);
    Shapes.requireType("the target", target, ElementType.INT32);
    Shapes.requireWritable("the target", target);
    Shapes.requireMembers("the source", source, target);
    Shapes.require("the target", target, 1, source.columns(), target);
  }

  public static void countEqual(Matrix a, Matrix b, Matrix target) {
    Shapes.requireType("a", a, ElementType.INT32);
    Shapes.requireType("b", b, ElementType.INT32);
    requireFloat64(target);
    Shapes.requireWritable("the target", target);
    Shapes.requireMembers("a", a, target);
    Shapes.require("b", b, a.rows(), a.columns(), target);
    Shapes.requireSingle(target);
  }

  public static void neighbours(Matrix queries, Matrix references, int firstQuery, int firstReference,
      Matrix distances, Matrix indices) {
    Shapes.requireSameType(queries, references);
    Shapes.requireType("the distances", distances, ElementType.FLOAT64);
    Shapes.requireType("the indices", indices, ElementType.INT32);
    Shapes.requireWritable("the distances", distances);
    Shapes.requireOwn("the indices", indices, distances);
    Shapes.requireMembers("the queries", queries, distances);
    Shapes.require("the references", references, queries.rows(), references.columns(), distances);
    Shapes.require("the distances", distances, distances.rows(), queries.columns(), distances);
    Shapes.require("the indices", indices, distances.rows(), queries.columns(), distances);
    if (distances.rows() < 1 || distances.rows() > MOST_NEIGHBOURS) {
      throw new IllegalArgumentException(
          "lists have 1 to " + MOST_NEIGHBOURS + " nearest neighbours, not those of " + distances.shape());
    }
    if (queries.rows() < 1) {
      throw new IllegalArgumentException("samples have a distance from 1 row on, not " + queries.shape());
    }
    requireNumbers("queries", firstQuery, queries);
    requireNumbers("references", firstReference, references);
  }

  private static void requireNumbers(String what, int first, Matrix samples) {
    if (first < 0 || first > Integer.MAX_VALUE - samples.columns()) {
      throw new IllegalArgumentException("the numbers of " + what + " are 0 to " + Integer.MAX_VALUE + ", not from "
          + first + " on for " + samples.shape());
    }
  }

  private static void requireFloat64(Matrix... matrices) {
    for (Matrix matrix : matrices) {
      Shapes.requireType("the operand", matrix, ElementType.FLOAT64);
    }
  }
}
