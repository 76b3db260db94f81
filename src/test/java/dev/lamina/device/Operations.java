package dev.lamina.device;

import dev.lamina.device.Operation.Call;
import dev.lamina.device.Operation.Operand;
import dev.lamina.device.Operation.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Every operation of {@link Device} that runs on the device, each at least once, on random operands. */
final class Operations {
  private static final ElementType DOUBLE = ElementType.FLOAT64;
  private static final ElementType INTEGER = ElementType.INT32;
  private static final int CLASSES = 7;
  private static final SgdRule MOMENTUM = new SgdRule(0.9, 0.01, false);

  private final SplittableRandom random = new SplittableRandom(16);
  private final List<Operation> made = new ArrayList<>();
  private final ElementType type;
  private final int d;
  private final int n;
  private final int members;

  private Operations(ElementType type, int d, int n, int members) {
    this.type = type;
    this.d = d;
    this.n = n;
    this.members = members;
  }

  /** On features {@code d x n} of a type, where the operation leaves the choice. */
  static List<Operation> all(ElementType type, int d, int n, int members) {
    Operations operations = new Operations(type, d, n, members);
    operations.transfers();
    operations.products();
    operations.scales();
    operations.decompositions();
    operations.random();
    operations.layers();
    operations.batchNorms();
    operations.losses();
    operations.updates();
    operations.integers();
    operations.classes();
    return operations.made;
  }

  private void transfers() {
    add("copy", (dev, m, s) -> dev.copy(Transpose.YES, m[0], m[1]), in(d, n), out(n, d));
    add("fill", (dev, m, s) -> dev.fill(m[0], 0.1), out(d, n));
  }

  private void products() {
    add("gemm", (dev, m, s) ->
        dev.gemm(Transpose.YES, Transpose.NO, Scalar.at(m[0]), m[1], m[2], Scalar.at(m[3]), m[4]),
        in(1, 1), in(d, CLASSES), in(d, n), in(1, 1), state(CLASSES, n));
    add("gemm", (dev, m, s) -> dev.gemm(Transpose.NO, Transpose.YES, Scalar.of(0.3), m[0], m[1], Scalar.ZERO, m[2]),
        in(d, n), in(CLASSES, n), out(d, CLASSES));
    add("gram", (dev, m, s) -> dev.gram(true, m[0], m[1]), in(d, n), out(DOUBLE, d, d));
    add("gram", (dev, m, s) -> dev.gram(false, m[0], m[1]), in(d, CLASSES), out(DOUBLE, CLASSES, CLASSES));
    add("gram", (dev, m, s) -> dev.gram(true, m[0], m[1], m[2]), in(d, n), in(DOUBLE, d, 1), out(DOUBLE, d, d));
    add("gram", (dev, m, s) -> dev.gram(false, m[0], m[1], m[2]), in(d, CLASSES), in(DOUBLE, d, 1),
        out(DOUBLE, CLASSES, CLASSES));
    add("sumOfSquares", (dev, m, s) -> dev.sumOfSquares(m[0], m[1]), in(d, n), out(DOUBLE, 1, 1));
    add("diagonal", (dev, m, s) -> dev.diagonal(m[0], 0.5, 0.1, m[1]),
        new Operand(Role.INPUT, type, Host.make(CLASSES, 1, members, (e, i, j) -> 2 + e - i * 0.25)), out(d, CLASSES));
  }

  private void scales() {
    add("magnitude", (dev, m, s) -> dev.magnitude(m[0], m[1]), in(d, n), out(DOUBLE, 1, 1));
    add("normalize", (dev, m, s) -> dev.normalize(m[0], m[1], m[2]), in(d, n),
        new Operand(Role.INPUT, DOUBLE, normal(1, 1).map(x -> Math.exp(5 * x))), out(DOUBLE, d, n));
    add("unitColumns", (dev, m, s) -> dev.unitColumns(m[0], m[1]), in(DOUBLE, d, n), out(DOUBLE, d, n));
    add("squaredDistances", (dev, m, s) -> dev.squaredDistances(m[0], m[1]), in(DOUBLE, d, CLASSES),
        out(DOUBLE, CLASSES, CLASSES));
  }

  /** Vectors are unique only up to their signs. */
  private void decompositions() {
    int r = Math.min(d, n);
    add("orthonormalize", (dev, m, s) -> dev.orthonormalize(m[0]), state(DOUBLE, d, CLASSES));
    add("singularValues", (dev, m, s) -> dev.singularValues(m[0], m[1]), scratch(type, d, n), out(r, 1));
    add("svd", (dev, m, s) -> dev.svd(m[0], m[1], m[2], m[3]), scratch(type, d, n), scratch(type, d, r), out(r, 1),
        scratch(type, r, n));
    Host half = normal(d, d);
    Host symmetric = Host.make(d, d, members, (e, i, j) -> half.at(e, i, j) + half.at(e, j, i));
    for (boolean vectors : new boolean[] {false, true}) {
      add("symmetricEigen", (dev, m, s) -> dev.symmetricEigen(vectors, m[0], m[1]),
          new Operand(Role.SCRATCH, DOUBLE, symmetric), out(DOUBLE, d, 1));
    }
  }

  private void random() {
    add("randomNormal", (dev, m, s) -> dev.randomNormal(s, 1, 0.5, m[0]), out(d, n));
    add("randomUniform", (dev, m, s) -> dev.randomUniform(s, 1, -2, 3, m[0]), out(d, n));
  }

  private void layers() {
    add("addBias", (dev, m, s) -> dev.addBias(m[0], m[1]), in(d, 1), state(d, n));
    add("sumColumns", (dev, m, s) -> dev.sumColumns(Scalar.at(m[0]), m[1], Scalar.at(m[2]), m[3]), in(1, 1), in(d, n),
        in(1, 1), state(d, 1));
    for (Activation activation : Activation.values()) {
      add("activate", (dev, m, s) -> dev.activate(activation, m[0], m[1]), in(d, n), out(d, n));
      add("activateBackward", (dev, m, s) -> dev.activateBackward(activation, m[0], m[1], m[2]), in(d, n), in(d, n),
          state(d, n));
    }
  }

  private void batchNorms() {
    Operand variance = new Operand(Role.INPUT, type, normal(d, 1).map(x -> 0.5 + x * x));
    Operand runningVariance = new Operand(Role.TARGET, type, variance.before());
    add("batchNormTraining", (dev, m, s) -> dev.batchNormTraining(
        new BatchNorm(m[0], m[1], m[2], m[3], m[4], m[5]), m[6], Scalar.at(m[7]), m[8]),
        in(d, 1), in(d, 1), state(d, 1), runningVariance, out(d, 1), out(d, 1), in(d, n), in(1, 1), out(d, n));
    add("batchNormInference", (dev, m, s) -> dev.batchNormInference(
        new BatchNorm(m[0], m[1], m[2], m[3], m[2], m[3]), m[4], m[5]),
        in(d, 1), in(d, 1), in(d, 1), variance, in(d, n), out(d, n));
    add("batchNormBackward", (dev, m, s) -> dev.batchNormBackward(
        new BatchNorm(m[0], m[1], m[1], m[1], m[2], m[3]), m[4], m[5], m[6], m[7]),
        in(d, 1), in(d, 1), in(d, 1), variance, in(d, n), state(d, n), out(d, 1), out(d, 1));
  }

  private void losses() {
    for (Loss loss : Loss.values()) {
      add("loss", (dev, m, s) -> dev.loss(loss, 1.5, m[0], m[1], Scalar.at(m[2]), m[3], m[4], m[5]), in(CLASSES, n),
          below(CLASSES, 1, n), in(1, 1), out(CLASSES, n), state(DOUBLE, 2, 3), below(3, 1, 1));
    }
    add("stopBelow", (dev, m, s) -> dev.stopBelow(0, 2, m[0], m[1], m[2], m[3], m[4]), in(DOUBLE, 2, 3), below(3, 1, 1),
        state(1, 1), state(1, 1), state(CLASSES, n));
  }

  private void updates() {
    add("sgd", (dev, m, s) -> dev.sgd(new SgdRule(0.9, 0.01, true), Scalar.at(m[0]), m[1], m[2], m[3]), in(1, 1),
        in(d, n), state(d, n), state(d, n));
    add("sgd", (dev, m, s) -> dev.sgd(new SgdRule(0, 0, false), Scalar.of(0.1), m[0], null, m[1]), in(d, n),
        state(d, n));
    add("applyVelocity", (dev, m, s) -> dev.applyVelocity(MOMENTUM, Scalar.at(m[0]), m[1], m[2]), in(1, 1),
        state(d, n), state(d, n));
  }

  private void integers() {
    add("gather", (dev, m, s) -> dev.gather(m[0], m[1], m[2], m[3]), in(d, 3 * n), below(3 * n, 1, 3 * n),
        below(3, 1, 1), out(d, n));
    add("advance", (dev, m, s) -> dev.advance(m[0], 3),
        new Operand(Role.TARGET, INTEGER, Host.integers(random, 3, 1, members)));
    add("argmax", (dev, m, s) -> dev.argmax(m[0], m[1]), in(CLASSES, n), out(INTEGER, 1, n));
    add("countEqual", (dev, m, s) -> dev.countEqual(m[0], m[1], m[2]), below(3, d, n), below(3, d, n),
        out(DOUBLE, 1, 1));
  }

  private void classes() {
    int[] offsets = {0, n / 5, n / 5 + 1, n};
    int classes = offsets.length - 1;
    add("classMoments", (dev, m, s) -> dev.classMoments(m[0], offsets, m[1], m[2]), in(d, n), out(DOUBLE, d, classes),
        out(DOUBLE, classes, 1));
    add("projectedScatter", (dev, m, s) -> dev.projectedScatter(m[0], offsets, m[1], m[2], m[3]), in(d, n),
        in(DOUBLE, d, classes), new Operand(Role.INPUT, DOUBLE, normal(d, 2).map(x -> x / d)), out(DOUBLE, 2, 2));
    add("project", (dev, m, s) -> dev.project(m[0], m[1], m[2], m[3]), in(d, n), in(DOUBLE, d, 1), in(DOUBLE, d, 2),
        out(DOUBLE, 2, n));
    add("nearestMean", (dev, m, s) -> dev.nearestMean(m[0], m[1], m[2]), in(d, n), in(DOUBLE, d, CLASSES),
        out(INTEGER, 1, n));
    add("neighbours", (dev, m, s) -> dev.neighbours(m[0], m[1], 2, 0, m[2], m[3]), in(d, n), in(d, n + 3),
        new Operand(Role.TARGET, DOUBLE, Host.filled(5, n, members, Double.POSITIVE_INFINITY)),
        new Operand(Role.TARGET, INTEGER, Host.filled(5, n, members, -1)));
  }

  private void add(String name, Call call, Operand... operands) {
    long[] seeds = random.longs(members).toArray();
    made.add(new Operation(name, List.of(operands), name.startsWith("random") ? seeds : null, call));
  }

  private Host normal(int rows, int columns) {
    return Host.normal(random, rows, columns, members);
  }

  private Operand in(int rows, int columns) {
    return in(type, rows, columns);
  }

  private Operand in(ElementType type, int rows, int columns) {
    return new Operand(Role.INPUT, type, normal(rows, columns));
  }

  private Operand below(int bound, int rows, int columns) {
    return new Operand(Role.INPUT, INTEGER, Host.make(rows, columns, members, (e, i, j) -> random.nextInt(bound)));
  }

  /** Overwritten. */
  private Operand out(int rows, int columns) {
    return out(type, rows, columns);
  }

  private Operand out(ElementType type, int rows, int columns) {
    return new Operand(Role.TARGET, type,
        Host.filled(rows, columns, members, type == INTEGER ? Integer.MIN_VALUE : Double.NaN));
  }

  /** Changed by the operation. */
  private Operand state(int rows, int columns) {
    return state(type, rows, columns);
  }

  private Operand state(ElementType type, int rows, int columns) {
    return new Operand(Role.TARGET, type, normal(rows, columns));
  }

  private Operand scratch(ElementType type, int rows, int columns) {
    return new Operand(Role.SCRATCH, type, normal(rows, columns));
  }
}
