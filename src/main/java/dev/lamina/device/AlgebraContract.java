package dev.lamina.device;

/**
 * What the dense linear algebra of {@link Device} requires of its operands.
 *
 * <p>A device calls the method with an operation's name before it does anything for that operation. Operands that do
 * not fit throw {@link IllegalArgumentException} with the shapes.
 */
public final class AlgebraContract {

  private AlgebraContract() {}

  public static void gemm(
      Transpose transposeA, Transpose transposeB, Scalar alpha, Matrix a, Matrix b, Scalar beta, Matrix c) {
    Shapes.requireSameType(c, a, b);
    Shapes.requireWritable("c", c);
    boolean flippedA = transposeA == Transpose.YES;
    boolean flippedB = transposeB == Transpose.YES;
    int rows = flippedA ? a.columns() : a.rows();
    int innerA = flippedA ? a.rows() : a.columns();
    int innerB = flippedB ? b.columns() : b.rows();
    int columns = flippedB ? b.rows() : b.columns();
    if (innerA != innerB || c.rows() != rows || c.columns() != columns) {
      throw new IllegalArgumentException("a product of " + a.shape() + (flippedA ? " transposed" : "")
          + " and " + b.shape() + (flippedB ? " transposed" : "") + " does not fit " + c.shape());
    }
    Shapes.requireMembers("a", a, c);
    Shapes.requireMembers("b", b, c);
    Shapes.requireScalar(alpha, c.type(), c);
    Shapes.requireScalar(beta, c.type(), c);
  }

  public static void gram(boolean transposed, Matrix x, Matrix gram) {
    Shapes.requireFloating("x", x);
    Shapes.requireType("the Gram matrix", gram, ElementType.FLOAT64);
    Shapes.requireMembers("x", x, gram);
    Shapes.requireWritable("the Gram matrix", gram);
    int order = transposed ? x.rows() : x.columns();
    if (gram.rows() != order || gram.columns() != order) {
      throw new IllegalArgumentException("the Gram matrix of " + x.shape() + " must be " + order + " x " + order
          + ", not " + gram.shape());
    }
  }

  public static void gram(boolean transposed, Matrix x, Matrix origin, Matrix gram) {
    gram(transposed, x, gram);
    Shapes.requireType("the origin", origin, ElementType.FLOAT64);
    Shapes.require("the origin", origin, x.rows(), 1, gram);
  }

  public static void magnitude(Matrix source, Matrix target) {
    sumOfSquares(source, target);
  }

  public static void normalize(Matrix source, Matrix magnitude, Matrix target) {
    Shapes.requireFloating("the source", source);
    Shapes.requireType("the magnitude", magnitude, ElementType.FLOAT64);
    Shapes.requireType("the target", target, ElementType.FLOAT64);
    Shapes.requireWritable("the target", target);
    Shapes.require("the magnitude", magnitude, 1, 1, target);
    Shapes.require("the source", source, target.rows(), target.columns(), target);
  }

  public static void unitColumns(Matrix x, Matrix target) {
    Shapes.requireType("the columns", x, ElementType.FLOAT64);
    Shapes.requireType("the target", target, ElementType.FLOAT64);
    Shapes.requireWritable("the target", target);
    Shapes.require("the columns", x, target.rows(), target.columns(), target);
  }

  public static void squaredDistances(Matrix x, Matrix target) {
    Shapes.requireType("x", x, ElementType.FLOAT64);
    Shapes.requireType("the distances", target, ElementType.FLOAT64);
    Shapes.requireWritable("the distances", target);
    Shapes.requireMembers("x", x, target);
    Shapes.require("the distances", target, x.columns(), x.columns(), target);
  }

  public static void sumOfSquares(Matrix source, Matrix target) {
    Shapes.requireFloating("the source", source);
    Shapes.requireType("the target", target, ElementType.FLOAT64);
    Shapes.requireWritable("the target", target);
    Shapes.requireMembers("the source", source, target);
    Shapes.requireSingle(target);
  }

  public static void diagonal(Matrix values, Matrix target) {
    Shapes.requireSameType(target, values);
    Shapes.requireWritable("the target", target);
    Shapes.requireMembers("the values", values, target);
    if (values.columns() != 1 || values.rows() > Math.min(target.rows(), target.columns())) {
      throw new IllegalArgumentException("a diagonal of " + values.shape() + " does not fit " + target.shape());
    }
  }

  public static void orthonormalize(Matrix a) {
    Shapes.requireType("the matrix to orthonormalize", a, ElementType.FLOAT64);
    Shapes.requireWritable("the matrix to orthonormalize", a);
    if (a.rows() < a.columns()) {
      throw new IllegalArgumentException("only a matrix with rows >= columns has orthonormal columns, not "
          + a.shape());
    }
  }

  public static void singularValues(Matrix a, Matrix values) {
    Shapes.requireSameType(a, values);
    Shapes.requireWritable("the decomposed matrix", a);
    Shapes.requireOwn("the matrix of singular values", values, a);
    Shapes.require("the matrix of singular values", values, Math.min(a.rows(), a.columns()), 1, a);
  }

  public static void svd(Matrix a, Matrix u, Matrix s, Matrix vt) {
    Shapes.requireSameType(a, u, s, vt);
    Shapes.requireWritable("the decomposed matrix", a);
    int rank = Math.min(a.rows(), a.columns());
    Shapes.require("u", u, a.rows(), rank, a);
    Shapes.requireOwn("u", u, a);
    Shapes.require("s", s, rank, 1, a);
    Shapes.requireOwn("s", s, a);
    Shapes.require("vt", vt, rank, a.columns(), a);
    Shapes.requireOwn("vt", vt, a);
  }

  public static void symmetricEigen(Matrix a, Matrix values) {
    Shapes.requireType("the symmetric matrix", a, ElementType.FLOAT64);
    Shapes.requireSameType(a, values);
    Shapes.requireWritable("the symmetric matrix", a);
    Shapes.requireOwn("the matrix of eigenvalues", values, a);
    if (a.rows() != a.columns()) {
      throw new IllegalArgumentException("a symmetric matrix is square, not " + a.shape());
    }
    Shapes.require("the matrix of eigenvalues", values, a.rows(), 1, a);
  }
}
