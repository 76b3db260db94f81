package dev.lamina.bundle;

import dev.lamina.device.Activation;
import dev.lamina.device.Arena;
import dev.lamina.device.BatchNorm;
import dev.lamina.device.Device;
import dev.lamina.device.DeviceChoice;
import dev.lamina.device.ElementType;
import dev.lamina.device.Loss;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.MemoryPlan.Purpose;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Plan;
import dev.lamina.device.Precision;
import dev.lamina.device.Scalar;
import dev.lamina.device.Transpose;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a device breaks that cannot run a network: {@code DEVICE STEP} does one small step in a process of its own,
 * since what breaks one may break all that follow. Without arguments it names the steps. Most do the one operation that
 * needs a kernel file, which is then compiled, loaded and launched.
 */
public final class Diagnosis implements AutoCloseable {
  private static final int N = 8;
  private static final int[] CLASSES = {0, 4, N};

  /** One step; gives what it found in words. */
  private interface Step {
    String run(Diagnosis on);
  }

  private static final Map<String, Step> STEPS = new LinkedHashMap<>();

  static {
    STEPS.put("open", on -> on.device.info().toString());
    STEPS.put("transfers", on -> on.filled(2, () -> on.device.fill(on.b, 2)));
    STEPS.put("product", on -> on.filled(N, () -> on.product()));
    STEPS.put("elementwise", on -> on.filled(1, () -> on.device.activate(Activation.RELU, on.a, on.b)));
    STEPS.put("reductions", on -> on.queued(() -> on.device.sumOfSquares(on.a, on.matrix(ElementType.FLOAT64, 1, 1))));
    STEPS.put("scales", on -> on.queued(() -> on.device.magnitude(on.a, on.matrix(ElementType.FLOAT64, 1, 1))));
    STEPS.put("randoms", on -> on.queued(() -> on.device.randomNormal(new long[] {1}, 0, 1, on.b)));
    STEPS.put("biases", on -> on.filled(1, () -> on.device.addBias(on.column(), on.b)));
    STEPS.put("batches", on -> on.queued(() -> on.device.advance(on.matrix(ElementType.INT32, 1, 1), 2)));
    STEPS.put("batch-norms", on -> on.queued(() -> on.device.batchNormTraining(
        new BatchNorm(on.column(), on.column(), on.column(), on.column(), on.column(), on.column()), on.a,
        Scalar.of(BatchNorm.MOMENTUM), on.b)));
    STEPS.put("losses", on ->
        on.queued(() -> on.device.loss(Loss.SQUARED_ERROR, 1, on.a, on.matrix(ElementType.INT32, 1, N), Scalar.ONE,
            on.b, on.matrix(ElementType.FLOAT64, 2, 1), on.matrix(ElementType.INT32, 1, 1))));
    STEPS.put("moments",
        on -> on.queued(() ->
            on.device.classMoments(on.a, CLASSES, on.matrix(ElementType.FLOAT64, N, 2),
                on.matrix(ElementType.FLOAT64, 2, 1))));
    STEPS.put("gram", on -> on.queued(() -> on.device.gram(false, on.a, on.matrix(ElementType.FLOAT64, N, N))));
    STEPS.put("nearest", on -> on.queued(() -> on.device.nearestMean(on.a, on.matrix(ElementType.FLOAT64, N, 2),
        on.matrix(ElementType.INT32, 1, N))));
    STEPS.put("neighbours",
        on -> on.queued(() -> {
          Matrix distances = on.matrix(ElementType.FLOAT64, 2, N);
          Matrix indices = on.matrix(ElementType.INT32, 2, N);
          on.device.fill(distances, Double.POSITIVE_INFINITY);
          on.device.fill(indices, -1);
          on.device.neighbours(on.a, on.a, 0, 0, distances, indices);
        }));
    STEPS.put("orthonormalize", on -> on.queued(() -> {
      Matrix q = on.matrix(ElementType.FLOAT64, N, N);
      on.device.randomNormal(new long[] {1}, 0, 1, q);
      on.device.orthonormalize(q);
    }));
    STEPS.put("singular-values", on -> on.queued(() -> on.device.singularValues(on.a, on.column())));
    STEPS.put("eigenvalues", on -> on.queued(() -> on.device.symmetricEigen(false, on.matrix(ElementType.FLOAT64, N, N),
        on.matrix(ElementType.FLOAT64, N, 1))));
    STEPS.put("capture", on -> on.recorded(false));
    STEPS.put("resident", on -> on.recorded(true));
  }

  private final Device device;
  private final List<Arena> arenas = new ArrayList<>();
  private final Matrix a;
  private final Matrix b;

  Diagnosis(Device device) {
    this.device = device;
    a = matrix(ElementType.FLOAT32, N, N);
    b = matrix(ElementType.FLOAT32, N, N);
    double[] ones = new double[N * N];
    Arrays.fill(ones, 1);
    device.write(ones, a);
  }

  public static void main(String[] arguments) {
    if (arguments.length == 0) {
      STEPS.keySet().forEach(System.out::println);
      return;
    }
    String found;
    boolean failed = false;
    try (DeviceChoice choice = DeviceChoice.open(arguments[0], Precision.FP32);
        Diagnosis diagnosis = new Diagnosis(choice.device())) {
      found = diagnosis.run(arguments[1]);
    } catch (RuntimeException | LinkageError e) {
      e.printStackTrace();
      found = e.toString().replaceAll("\\s+", " ");
      failed = true;
    }
    System.err.flush();
    System.out.println(found);
    System.exit(failed ? 1 : 0);
  }

  static List<String> steps() {
    return List.copyOf(STEPS.keySet());
  }

  /**
   * Does one step.
   *
   * @return what it found, in words
   * @throws RuntimeException if the device cannot do it, or gives a wrong result
   */
  String run(String step) {
    Step known = STEPS.get(step);
    if (known == null) {
      throw new IllegalArgumentException("there is no step " + step + "; there are "
          + String.join(", ", STEPS.keySet()));
    }
    return known.run(this);
  }

  private Matrix matrix(ElementType type, int rows, int columns) {
    MemoryPlan plan = new MemoryPlan();
    Slot slot = plan.add(Purpose.DATA, "operand", type, rows, columns, 1);
    arenas.add(device.allocate(plan));
    return arenas.get(arenas.size() - 1).matrix(slot);
  }

  private Matrix column() {
    Matrix column = matrix(ElementType.FLOAT32, N, 1);
    device.write(new double[] {1, 1, 1, 1, 1, 1, 1, 1}, column);
    return column;
  }

  private void product() {
    device.gemm(Transpose.NO, Transpose.NO, Scalar.ONE, a, a, Scalar.ZERO, b);
  }

  private String queued(Runnable operation) {
    operation.run();
    device.synchronize();
    return "it ran";
  }

  private String filled(double expected, Runnable operation) {
    operation.run();
    double[] values = new double[N * N];
    device.read(b, values);
    if (!Arrays.stream(values).allMatch(value -> value == expected)) {
      throw new IllegalStateException("it gave " + Arrays.toString(values) + " and not " + expected + " everywhere");
    }
    return "it ran, and its result is right";
  }

  /** A plan that counts its own repeats becomes one kernel if it can; the others become graphs. */
  private String recorded(boolean counting) {
    Matrix counter = matrix(ElementType.INT32, 1, 1);
    return filled(N, () -> {
      try (Plan plan = device.record(() -> {
        product();
        if (counting) {
          device.advance(counter, N);
        }
      })) {
        if (plan.isResident() != counting) {
          throw new IllegalStateException("the plan is " + (counting ? "not " : "") + "resident");
        }
        plan.replay(3);
        device.synchronize();
      }
    });
  }

  @Override
  public void close() {
    arenas.forEach(Arena::close);
  }
}
