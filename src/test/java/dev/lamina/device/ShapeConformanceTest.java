package dev.lamina.device;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * Operands that do not fit are refused before anything runs. The message gives the shape found, and the shape wanted or
 * that of the operand which it does not fit.
 */
class ShapeConformanceTest extends DeviceConformance {
  private static final Transpose NO = Transpose.NO;
  private static final ElementType INTEGER = ElementType.INT32;

  private Matrix f(int rows, int columns) {
    return matrix(ElementType.FLOAT32, rows, columns, 1);
  }

  private Matrix g(int rows, int columns) {
    return matrix(ElementType.FLOAT64, rows, columns, 1);
  }

  private Matrix integers(int rows, int columns) {
    return matrix(INTEGER, rows, columns, 1);
  }

  /** All zeros, and to stay so: an input, since a refused operation must not write. */
  private Matrix matrix(ElementType type, int rows, int columns, int members) {
    return memory.input(type, Host.filled(rows, columns, members, 0));
  }

  /** @param wanted of the operand {@code found}, which does not fit {@code other} */
  private static void refuses(Matrix found, String wanted, Matrix other, Executable call) {
    String message = messageNaming(found, call);
    assertTrue(message.contains(wanted) || message.contains(size(other)),
        "neither " + wanted + " nor " + size(other) + " in: " + message);
  }

  /** Where the size is not what is wrong. */
  private static void refuses(Matrix found, String wanted, Executable call) {
    String message = messageNaming(found, call);
    assertTrue(message.contains(wanted), "no " + wanted + " in: " + message);
  }

  private static String messageNaming(Matrix found, Executable call) {
    String message = assertThrows(IllegalArgumentException.class, call).getMessage();
    assertTrue(message.contains(size(found)), "no " + size(found) + " in: " + message);
    return message;
  }

  private static String size(Matrix matrix) {
    return matrix.rows() + " x " + matrix.columns();
  }

  @Test
  void products() {
    Matrix a = f(7, 3);
    Matrix b = f(5, 2);
    refuses(b, "3 x 2", a, () -> device.gemm(NO, NO, Scalar.ONE, a, b, Scalar.ZERO, f(7, 2)));
    refuses(b, "7 x 2", a, () -> device.gemm(Transpose.YES, NO, Scalar.ONE, a, b, Scalar.ZERO, f(3, 2)));
    refuses(b, "2 x 3", a, () -> device.gemm(NO, Transpose.YES, Scalar.ONE, a, b, Scalar.ZERO, f(7, 5)));
    Matrix c = f(6, 2);
    refuses(c, "7 x 2", a, () -> device.gemm(NO, NO, Scalar.ONE, a, f(3, 2), Scalar.ZERO, c));
    Matrix gram = g(7, 7);
    refuses(gram, "3 x 3", a, () -> device.gram(false, a, gram));
    Matrix small = g(3, 3);
    refuses(small, "7 x 7", a, () -> device.gram(true, a, small));
    Matrix origin = g(3, 1);
    refuses(origin, "7 x 1", a, () -> device.gram(false, a, origin, g(3, 3)));
    refuses(small, "7 x 7", a, () -> device.gram(true, a, g(7, 1), small));
    Matrix sum = g(2, 1);
    refuses(sum, "1 x 1", a, () -> device.sumOfSquares(a, sum));
    refuses(sum, "1 x 1", a, () -> device.magnitude(a, sum));
    refuses(sum, "1 x 1", a, () -> device.normalize(a, sum, g(7, 3)));
    refuses(a, "3 x 7", () -> device.normalize(a, g(1, 1), g(3, 7)));
    Matrix columns = g(7, 3);
    refuses(columns, "3 x 7", () -> device.unitColumns(columns, g(3, 7)));
    refuses(gram, "3 x 3", columns, () -> device.squaredDistances(columns, gram));
    Matrix values = f(4, 1);
    refuses(values, "3 x 1", a, () -> device.diagonal(values, 1, 0, a));
  }

  @Test
  void transfers() {
    Matrix a = f(7, 3);
    Matrix b = f(3, 7);
    refuses(a, "7 x 3", b, () -> device.copy(NO, a, b));
    refuses(a, "3 x 7", () -> device.copy(Transpose.YES, a, f(7, 3)));
    String twenty = "20";
    refuses(a, twenty, () -> device.write(new double[20], a));
    refuses(a, twenty, () -> device.write(new float[20], a));
    refuses(a, twenty, () -> device.read(a, new double[20]));
    Matrix whole = integers(7, 3);
    refuses(whole, twenty, () -> device.write(new int[20], whole));
    refuses(whole, twenty, () -> device.read(whole, new int[20]));
  }

  @Test
  void decompositions() {
    Matrix wide = g(3, 7);
    messageNaming(wide, () -> device.orthonormalize(wide));
    Matrix values = g(7, 1);
    refuses(values, "3 x 1", wide, () -> device.singularValues(wide, values));
    refuses(values, "3 x 1", wide, () -> device.svd(wide, g(3, 3), values, g(3, 7)));
    Matrix u = g(3, 7);
    refuses(u, "3 x 3", wide, () -> device.svd(wide, u, g(3, 1), g(3, 7)));
    Matrix vt = g(7, 7);
    refuses(vt, "3 x 7", wide, () -> device.svd(wide, g(3, 3), g(3, 1), vt));
    messageNaming(wide, () -> device.symmetricEigen(false, wide, g(3, 1)));
    Matrix two = g(2, 1);
    refuses(two, "3 x 1", g(3, 3), () -> device.symmetricEigen(false, g(3, 3), two));
  }

  @Test
  void randomNeedsASeedForEachMember() {
    Matrix target = matrix(ElementType.FLOAT32, 7, 3, 5);
    refuses(target, "4", () -> device.randomNormal(new long[4], 0, 1, target));
    refuses(target, "4", () -> device.randomUniform(new long[4], 0, 0, 1, target));
  }

  @Test
  void layers() {
    Matrix z = f(7, 3);
    Matrix bias = f(3, 1);
    refuses(bias, "7 x 1", z, () -> device.addBias(bias, z));
    refuses(bias, "7 x 1", z, () -> device.sumColumns(Scalar.ONE, z, Scalar.ZERO, bias));
    Matrix h = f(3, 7);
    refuses(z, "3 x 7", h, () -> device.activate(Activation.TANH, z, h));
    refuses(h, "7 x 3", z, () -> device.activateBackward(Activation.TANH, f(7, 3), h, z));
    refuses(h, "7 x 3", z, () -> device.activateBackward(Activation.GELU, h, f(7, 3), z));
  }

  @Test
  void batchNorms() {
    Matrix z = f(7, 3);
    BatchNorm narrow = new BatchNorm(f(3, 1), f(3, 1), f(3, 1), f(3, 1), f(3, 1), f(3, 1));
    refuses(narrow.gamma(), "7 x 1", z, () -> device.batchNormTraining(narrow, z, Scalar.ZERO, f(7, 3)));
    refuses(narrow.gamma(), "7 x 1", z, () -> device.batchNormInference(narrow, z, f(7, 3)));
    refuses(narrow.gamma(), "7 x 1", z, () -> device.batchNormBackward(narrow, z, f(7, 3), f(7, 1), f(7, 1)));
    BatchNorm norm = new BatchNorm(f(7, 1), f(7, 1), f(7, 1), f(7, 1), f(7, 1), f(7, 1));
    Matrix y = f(3, 7);
    refuses(y, "7 x 3", z, () -> device.batchNormTraining(norm, z, Scalar.ZERO, y));
    refuses(y, "7 x 3", z, () -> device.batchNormBackward(norm, z, y, f(7, 1), f(7, 1)));
    Matrix gradient = f(1, 7);
    refuses(gradient, "7 x 1", z, () -> device.batchNormBackward(norm, z, f(7, 3), gradient, f(7, 1)));
  }

  @Test
  void losses() {
    Matrix output = f(7, 3);
    Matrix labels = integers(1, 7);
    refuses(labels, "1 x 3", output, () -> device.loss(
        Loss.SQUARED_ERROR, 1, output, labels, Scalar.ONE, null, g(2, 1), integers(1, 1)));
    Matrix delta = f(3, 7);
    refuses(delta, "7 x 3", output, () -> device.loss(
        Loss.SQUARED_ERROR, 1, output, integers(1, 3), Scalar.ONE, delta, g(2, 1), integers(1, 1)));
    Matrix sums = g(3, 1);
    refuses(sums, "2 rows", output, () -> device.loss(
        Loss.SQUARED_ERROR, 1, output, integers(1, 3), Scalar.ONE, null, sums, integers(1, 1)));
    Matrix position = integers(2, 1);
    refuses(position, "1 x 1", output, () -> device.loss(
        Loss.SQUARED_ERROR, 1, output, integers(1, 3), Scalar.ONE, null, g(2, 1), position));
  }

  @Test
  void updates() {
    Matrix weights = f(7, 3);
    Matrix other = f(3, 7);
    SgdRule rule = new SgdRule(0.9, 0, false);
    refuses(other, "7 x 3", weights, () -> device.sgd(rule, Scalar.ONE, other, f(7, 3), weights));
    refuses(other, "7 x 3", weights, () -> device.sgd(rule, Scalar.ONE, f(7, 3), other, weights));
    refuses(other, "7 x 3", weights, () -> device.applyVelocity(rule, Scalar.ONE, other, weights));
  }

  @Test
  void batches() {
    Matrix source = f(7, 9);
    Matrix target = f(3, 3);
    refuses(target, "7 x 3", source, () -> device.gather(source, integers(1, 9), integers(1, 1), target));
    Matrix position = integers(1, 2);
    refuses(position, "1 x 1", source, () -> device.gather(source, integers(1, 9), position, f(7, 3)));
    refuses(position, "1 x 1", () -> device.advance(position, 3));
    Matrix sums = g(2, 5);
    refuses(g(3, 5), "2 rows", () -> device.stopBelow(1, 1, g(3, 5), integers(1, 1), f(1, 1), null, f(7, 3)));
    refuses(position, "1 x 1", () -> device.stopBelow(1, 1, sums, position, f(1, 1), null, f(7, 3)));
    refuses(f(2, 1), "1 x 1", () -> device.stopBelow(1, 1, sums, integers(1, 1), f(2, 1), null, f(7, 3)));
    refuses(f(1, 2), "1 x 1", () -> device.stopBelow(1, 1, sums, integers(1, 1), f(1, 1), f(1, 2), f(7, 3)));
    refuses(g(7, 3), "differ in type", () -> device.stopBelow(1, 1, sums, integers(1, 1), f(1, 1), null, g(7, 3)));
    Matrix deltas = matrix(ElementType.FLOAT32, 7, 3, 5);
    refuses(f(1, 1), "members", deltas, () -> device.stopBelow(1, 1, sums, integers(1, 1), f(1, 1), null, deltas));
    assertThrows(IllegalArgumentException.class,
        () -> device.stopBelow(1, 0, sums, integers(1, 1), f(1, 1), null, f(7, 3)));
    Matrix assigned = integers(1, 7);
    refuses(assigned, "1 x 9", source, () -> device.argmax(source, assigned));
    Matrix a = integers(1, 9);
    refuses(assigned, "1 x 9", a, () -> device.countEqual(a, assigned, g(1, 1)));
  }

  @Test
  void classes() {
    Matrix x = f(7, 9);
    int[] offsets = {0, 4, 9};
    Matrix means = g(7, 3);
    refuses(means, "7 x 2", x, () -> device.classMoments(x, offsets, means, g(2, 1)));
    Matrix scatter = g(3, 1);
    refuses(scatter, "2 x 1", x, () -> device.classMoments(x, offsets, g(7, 2), scatter));
    refuses(x, "8", x, () -> device.classMoments(x, new int[] {0, 4, 8}, g(7, 2), g(2, 1)));
    assertThrows(IllegalArgumentException.class,
        () -> device.classMoments(x, new int[] {0, 4, 4, 9}, g(7, 3), g(3, 1)));
    assertThrows(IllegalArgumentException.class, () -> device.classMoments(x, new int[] {1, 4, 9}, g(7, 2), g(2, 1)));
    Matrix directions = g(6, 2);
    refuses(directions, "7 x 2", x, () -> device.projectedScatter(x, offsets, g(7, 2), directions, g(2, 2)));
    Matrix projected = g(3, 3);
    refuses(projected, "2 x 2", x, () -> device.projectedScatter(x, offsets, g(7, 2), g(7, 2), projected));
    Matrix origin = g(6, 1);
    refuses(origin, "7 x 1", x, () -> device.project(x, origin, g(7, 2), g(2, 9)));
    refuses(directions, "7 x 2", x, () -> device.project(x, g(7, 1), directions, g(2, 9)));
    refuses(projected, "2 x 9", x, () -> device.project(x, g(7, 1), g(7, 2), projected));
    Matrix means6 = g(6, 2);
    refuses(means6, "7 x 2", x, () -> device.nearestMean(x, means6, integers(1, 9)));
    Matrix assigned = integers(1, 7);
    refuses(assigned, "1 x 9", x, () -> device.nearestMean(x, g(7, 2), assigned));
    Matrix distances = g(2, 7);
    refuses(distances, "2 x 9", x, () -> device.neighbours(x, x, 0, 0, distances, integers(2, 7)));
    Matrix other = f(6, 9);
    refuses(other, "7 x 9", x, () -> device.neighbours(x, other, 0, 0, g(2, 9), integers(2, 9)));
    Matrix numbers = integers(3, 9);
    refuses(numbers, "2 x 9", x, () -> device.neighbours(x, x, 0, 0, g(2, 9), numbers));
    Matrix many = g(65, 9);
    refuses(many, "64", () -> device.neighbours(x, x, 0, 0, many, integers(65, 9)));
    refuses(x, "from -1 on", () -> device.neighbours(x, x, 0, -1, g(2, 9), integers(2, 9)));
    Matrix flat = f(0, 9);
    refuses(flat, "1 row", () -> device.neighbours(flat, flat, 0, 0, g(2, 9), integers(2, 9)));
  }

  @Test
  void types() {
    Matrix single = f(3, 3);
    Matrix twice = g(3, 3);
    refuses(twice, "FLOAT32", () -> device.gemm(NO, NO, Scalar.ONE, f(3, 3), twice, Scalar.ZERO, f(3, 3)));
    refuses(twice, "FLOAT32", () -> device.activate(Activation.TANH, twice, single));
    refuses(single, "FLOAT64", () -> device.gram(false, twice, single));
    refuses(single, "FLOAT64", () -> device.orthonormalize(single));
    Matrix values = g(3, 1);
    refuses(values, "FLOAT32", () -> device.singularValues(single, values));
    Matrix factor = g(1, 1);
    refuses(factor, "FLOAT32", () -> device.gemm(NO, NO, Scalar.at(factor), single, single, Scalar.ZERO, single));
    refuses(factor, "FLOAT32", () -> device.gemm(NO, NO, Scalar.ONE, single, single, Scalar.at(factor), single));
    refuses(factor, "FLOAT32", () -> device.sumColumns(Scalar.ONE, single, Scalar.at(factor), f(3, 1)));
    refuses(factor, "FLOAT32", () -> device.sgd(new SgdRule(0, 0, false), Scalar.at(factor), single, null, single));
    Matrix scale = f(1, 1);
    refuses(scale, "FLOAT64", () -> device.loss(
        Loss.SQUARED_ERROR, 1, twice, integers(1, 3), Scalar.at(scale), null, g(2, 1), integers(1, 1)));
  }

  /** What is written has the members of the operation; operands have as many or one. */
  @Test
  void members() {
    Matrix three = matrix(ElementType.FLOAT32, 7, 7, 3);
    Matrix five = matrix(ElementType.FLOAT32, 7, 7, 5);
    Matrix one = f(7, 7);
    refuses(three, "5 members", () -> device.gemm(NO, NO, Scalar.ONE, three, one, Scalar.ZERO, five));
    refuses(five, "1 member", () -> device.gemm(NO, NO, Scalar.ONE, five, one, Scalar.ZERO, one));
    refuses(three, "5 members", () -> device.activate(Activation.RELU, three, five));
    refuses(five, "1 member", () -> device.copy(NO, five, one));
    Matrix rates = matrix(ElementType.FLOAT32, 1, 1, 3);
    refuses(rates, "5 members",
        () -> device.sgd(new SgdRule(0, 0, false), Scalar.at(rates), five, null, five));
  }

  @Test
  void sharedElementsAreNotWritten() {
    Matrix shared = f(7, 7).broadcast(5);
    Matrix five = matrix(ElementType.FLOAT32, 7, 7, 5);
    refuses(shared, "5 members", () -> device.fill(shared, 1));
    refuses(shared, "5 members", () -> device.copy(NO, five, shared));
    refuses(shared, "5 members", () -> device.gemm(NO, NO, Scalar.ONE, five, five, Scalar.ZERO, shared));
    refuses(shared, "5 members", () -> device.activate(Activation.RELU, five, shared));
  }

  /** Results of several members need a place for each. */
  @Test
  void resultsOfAllMembers() {
    Matrix five = matrix(ElementType.FLOAT64, 3, 3, 5);
    Matrix one = g(3, 1);
    refuses(one, "5 members", () -> device.singularValues(five, one));
    refuses(one, "5 members", () -> device.symmetricEigen(false, five, one));
    Matrix values = matrix(ElementType.FLOAT64, 3, 1, 5);
    Matrix basis = g(3, 3);
    refuses(basis, "5 members", () -> device.svd(five, basis, values, matrix(ElementType.FLOAT64, 3, 3, 5)));
    refuses(basis, "5 members", () -> device.svd(five, matrix(ElementType.FLOAT64, 3, 3, 5), values, basis));
    refuses(one, "5 members", () -> device.svd(five, matrix(ElementType.FLOAT64, 3, 3, 5), one, basis));
    BatchNorm shared = new BatchNorm(one, one, one, one, values, values);
    refuses(one, "5 members", () -> device.batchNormTraining(shared, five, Scalar.ONE, five));
    BatchNorm norm = new BatchNorm(one, one, values, values, values, values);
    refuses(one, "5 members", () -> device.batchNormBackward(norm, five, five, one, values));
    refuses(one, "5 members", () -> device.batchNormBackward(norm, five, five, values, one));
  }
}
