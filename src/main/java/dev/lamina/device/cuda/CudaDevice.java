package dev.lamina.device.cuda;

import dev.lamina.device.Activation;
import dev.lamina.device.AlgebraContract;
import dev.lamina.device.Arena;
import dev.lamina.device.BatchNorm;
import dev.lamina.device.ClassContract;
import dev.lamina.device.Device;
import dev.lamina.device.DeviceException;
import dev.lamina.device.DeviceInfo;
import dev.lamina.device.Event;
import dev.lamina.device.Loss;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.NetworkContract;
import dev.lamina.device.Plan;
import dev.lamina.device.RandomContract;
import dev.lamina.device.Scalar;
import dev.lamina.device.SgdRule;
import dev.lamina.device.TransferContract;
import dev.lamina.device.Transpose;
import dev.lamina.device.cuda.library.CudaLibraries;
import java.util.ArrayList;
import java.util.List;

/**
 * An NVIDIA GPU as a device. Everything is queued in one stream; a recording becomes CUDA graphs.
 */
public final class CudaDevice implements Device {

  private static final System.Logger LOG = System.getLogger(CudaDevice.class.getName());

  private static final String TRANSFER = "hold transfers to or from the host";

  /** Static shared memory of a resident kernel. */
  private static final long RESERVED = 1024;

  private final Closing resources = new Closing();
  private long residentBytes;
  private final Context context;
  private final Kernels kernels;
  private final Queue queue;
  private final HostBuffer host;
  private final Immediate immediate;
  private final Blas blas;
  private final Solver solver;
  private final Products products;
  private final Transfers transfers;
  private final Elementwise elementwise;
  private final Batches batches;
  private final BatchNorms batchNorms;
  private final Losses losses;
  private final Randoms randoms;
  private final ClassMoments classMoments;
  private final Projections projections;
  private final NearestMeans nearestMeans;
  private final Neighbours neighbours;
  private final Reductions reductions;
  private final Grams grams;
  private final Scales scales;
  private final Decompositions decompositions;
  private List<Operation> recording;

  /**
   * Opens a GPU.
   *
   * @param ordinal which, counted from 0
   * @param tf32 whether products of float32 may round their operands to ten bits of mantissa
   * @throws DeviceException if a library is missing, there is no such GPU, or it does not start
   */
  public CudaDevice(int ordinal, boolean tf32) {
    this(ordinal, tf32, Variant.USUAL);
  }

  /** As tests would have it. */
  CudaDevice(int ordinal, boolean tf32, Variant variant) {
    CudaLibraries.load();
    try {
      context = resources.open(new Context(ordinal));
      queue = resources.open(new Queue(context, variant));
      residentBytes = Math.min(variant.residentBytes(), context.sharedBytesOfBlock() - RESERVED);
      kernels = resources.open(new Kernels(context, KernelCache.ofUser()));
      host = resources.open(new HostBuffer(queue));
      immediate = resources.open(new Immediate(queue, host));
      blas = resources.open(new Blas(queue, tf32));
      solver = resources.open(new Solver(queue));
      products = new Products(kernels, blas);
      transfers = new Transfers(kernels);
      elementwise = new Elementwise(kernels);
      batches = new Batches(kernels);
      batchNorms = new BatchNorms(kernels);
      losses = new Losses(kernels);
      randoms = new Randoms(kernels);
      classMoments = new ClassMoments(kernels);
      projections = new Projections(kernels, blas, variant.panelBytes());
      nearestMeans = new NearestMeans(kernels, blas, variant.panelBytes());
      neighbours = new Neighbours(kernels, blas, variant.panelBytes());
      reductions = new Reductions(kernels);
      grams = new Grams(kernels, blas, variant.panelBytes());
      scales = new Scales(kernels);
      decompositions = new Decompositions(kernels, solver);
    } catch (RuntimeException e) {
      try (resources) {
        throw e;
      }
    }
  }

  /** @param name of the operation, for messages */
  private void submit(String name, Operation operation) {
    operation.named(name);
    if (recording != null) {
      recording.add(operation);
    } else {
      immediate.run(operation);
    }
  }

  @Override
  public DeviceInfo info() {
    return new DeviceInfo("cuda", context.name(), context.freeBytes(), List.of(
        "CUDA driver " + context.driverVersion(), "NVRTC " + kernels.compilerVersion(), "cuBLAS " + blas.version(),
        "cuSOLVER " + solver.version()), SingularValues.DRIVER);
  }

  @Override
  public Arena allocate(MemoryPlan plan) {
    requireNotRecording("allocate");
    long free = context.freeBytes();
    if (plan.bytes() > free) {
      throw new DeviceException("the plan needs " + plan.bytes() + " bytes of memory and " + context.name() + " has "
          + free + " left; fewer members, a smaller width or fp32 need less");
    }
    CudaMemory memory = CudaMemory.of(queue, plan);
    try {
      memory.clear();
    } catch (RuntimeException e) {
      try (memory) {
        throw e;
      }
    }
    return new Arena(memory);
  }

  private void requireNotRecording(String what) {
    if (recording != null) {
      throw new IllegalStateException("a recording cannot " + what);
    }
  }

  @Override
  public void write(double[] source, Matrix target) {
    requireNotRecording(TRANSFER);
    TransferContract.write(source, target);
    host.write(source, target);
  }

  @Override
  public void write(float[] source, Matrix target) {
    requireNotRecording(TRANSFER);
    TransferContract.write(source, target);
    host.write(source, target);
  }

  @Override
  public void write(int[] source, Matrix target) {
    requireNotRecording(TRANSFER);
    TransferContract.write(source, target);
    host.write(source, target);
  }

  @Override
  public void read(Matrix source, double[] target) {
    requireNotRecording(TRANSFER);
    TransferContract.read(source, target);
    host.read(source, target);
  }

  @Override
  public void read(Matrix source, int[] target) {
    requireNotRecording(TRANSFER);
    TransferContract.read(source, target);
    host.read(source, target);
  }

  @Override
  public void gemm(Transpose ta, Transpose tb, Scalar alpha, Matrix a, Matrix b, Scalar beta, Matrix c) {
    AlgebraContract.gemm(ta, tb, alpha, a, b, beta, c);
    submit("gemm", products.gemm(ta, tb, alpha, a, b, beta, c));
  }

  @Override
  public void copy(Transpose transpose, Matrix source, Matrix target) {
    TransferContract.copy(transpose, source, target);
    submit("copy", transfers.copy(transpose, source, target));
  }

  @Override
  public void fill(Matrix target, double value) {
    TransferContract.fill(target);
    submit("fill", transfers.fill(target, value));
  }

  @Override
  public void gram(boolean transposed, Matrix x, Matrix gram) {
    AlgebraContract.gram(transposed, x, gram);
    submit("gram", grams.gram(transposed, x, null, gram));
  }

  @Override
  public void gram(boolean transposed, Matrix x, Matrix origin, Matrix gram) {
    AlgebraContract.gram(transposed, x, origin, gram);
    submit("gram", grams.gram(transposed, x, origin, gram));
  }

  @Override
  public void magnitude(Matrix source, Matrix target) {
    AlgebraContract.magnitude(source, target);
    submit("magnitude", scales.magnitude(source, target));
  }

  @Override
  public void normalize(Matrix source, Matrix magnitude, Matrix target) {
    AlgebraContract.normalize(source, magnitude, target);
    submit("normalize", scales.normalize(source, magnitude, target));
  }

  @Override
  public void unitColumns(Matrix x, Matrix target) {
    AlgebraContract.unitColumns(x, target);
    submit("unitColumns", scales.unitColumns(x, target));
  }

  @Override
  public void squaredDistances(Matrix x, Matrix target) {
    AlgebraContract.squaredDistances(x, target);
    submit("squaredDistances", scales.squaredDistances(x, target));
  }

  @Override
  public void sumOfSquares(Matrix source, Matrix target) {
    AlgebraContract.sumOfSquares(source, target);
    submit("sumOfSquares", reductions.sumOfSquares(source, target));
  }

  @Override
  public void diagonal(Matrix values, double power, double cutoff, Matrix target) {
    AlgebraContract.diagonal(values, target);
    submit("diagonal", transfers.diagonal(values, power, cutoff, target));
  }

  @Override
  public void orthonormalize(Matrix a) {
    AlgebraContract.orthonormalize(a);
    submit("orthonormalize", decompositions.orthonormalize(a));
  }

  @Override
  public void singularValues(Matrix a, Matrix values) {
    AlgebraContract.singularValues(a, values);
    submit("singularValues", decompositions.singularValues(a, values));
  }

  @Override
  public void svd(Matrix a, Matrix u, Matrix s, Matrix vt) {
    AlgebraContract.svd(a, u, s, vt);
    submit("svd", decompositions.svd(a, u, s, vt));
  }

  @Override
  public void symmetricEigen(boolean vectors, Matrix a, Matrix values) {
    AlgebraContract.symmetricEigen(a, values);
    submit("symmetricEigen", decompositions.symmetricEigen(vectors, a, values));
  }

  @Override
  public void randomNormal(long[] seeds, int stream, double deviation, Matrix target) {
    RandomContract.randomNormal(seeds, target);
    submit("randomNormal", randoms.normal(seeds, stream, deviation, target));
  }

  @Override
  public void randomUniform(long[] seeds, int stream, double low, double high, Matrix target) {
    RandomContract.randomUniform(seeds, target);
    submit("randomUniform", randoms.uniform(seeds, stream, low, high, target));
  }

  @Override
  public void addBias(Matrix bias, Matrix z) {
    NetworkContract.addBias(bias, z);
    submit("addBias", batches.addBias(bias, z));
  }

  @Override
  public void sumColumns(Scalar alpha, Matrix source, Scalar beta, Matrix target) {
    NetworkContract.sumColumns(alpha, source, beta, target);
    submit("sumColumns", batches.sumColumns(alpha, source, beta, target));
  }

  @Override
  public void activate(Activation activation, Matrix z, Matrix h) {
    NetworkContract.activate(z, h);
    submit("activate", elementwise.activate(activation, z, h));
  }

  @Override
  public void activateBackward(Activation activation, Matrix z, Matrix h, Matrix delta) {
    NetworkContract.activateBackward(activation, z, h, delta);
    submit("activateBackward", elementwise.activateBackward(activation, z, h, delta));
  }

  @Override
  public void batchNormTraining(BatchNorm norm, Matrix z, Scalar momentum, Matrix y) {
    NetworkContract.batchNormTraining(norm, z, momentum, y);
    submit("batchNormTraining", batchNorms.training(norm, z, momentum, y));
  }

  @Override
  public void batchNormInference(BatchNorm norm, Matrix z, Matrix y) {
    NetworkContract.batchNormInference(norm, z, y);
    submit("batchNormInference", batchNorms.inference(norm, z, y));
  }

  @Override
  public void batchNormBackward(BatchNorm norm, Matrix z, Matrix delta, Matrix gammaGradient, Matrix betaGradient) {
    NetworkContract.batchNormBackward(norm, z, delta, gammaGradient, betaGradient);
    submit("batchNormBackward", batchNorms.backward(norm, z, delta, gammaGradient, betaGradient));
  }

  @Override
  public void loss(Loss loss, double outputScale, Matrix output, Matrix labels, Scalar gradientScale, Matrix delta,
      Matrix sums, Matrix position) {
    NetworkContract.loss(output, labels, gradientScale, delta, sums, position);
    submit("loss", losses.loss(loss, outputScale, output, labels, gradientScale, delta, sums, position));
  }

  @Override
  public void sgd(SgdRule rule, Scalar rate, Matrix gradient, Matrix velocity, Matrix weights) {
    NetworkContract.sgd(rule, rate, gradient, velocity, weights);
    submit("sgd", elementwise.sgd(rule, rate, gradient, velocity, weights));
  }

  @Override
  public void applyVelocity(SgdRule rule, Scalar rate, Matrix velocity, Matrix weights) {
    NetworkContract.applyVelocity(rule, rate, velocity, weights);
    submit("applyVelocity", elementwise.applyVelocity(rule, rate, velocity, weights));
  }

  @Override
  public void gather(Matrix source, Matrix index, Matrix position, Matrix target) {
    NetworkContract.gather(source, index, position, target);
    submit("gather", batches.gather(source, index, position, target));
  }

  @Override
  public void stopBelow(
      double threshold, int every, Matrix sums, Matrix position, Matrix rate, Matrix keep, Matrix delta) {
    NetworkContract.stopBelow(every, sums, position, rate, keep, delta);
    submit("stopBelow", losses.stopBelow(threshold, every, sums, position, rate, keep, delta));
  }

  @Override
  public void advance(Matrix counter, int modulus) {
    NetworkContract.advance(counter, modulus);
    submit("advance", batches.advance(counter, modulus));
  }

  @Override
  public void classMoments(Matrix x, int[] offsets, Matrix means, Matrix scatter) {
    ClassContract.classMoments(x, offsets, means, scatter);
    submit("classMoments", classMoments.of(x, offsets, means, scatter));
  }

  @Override
  public void projectedScatter(Matrix x, int[] offsets, Matrix means, Matrix directions, Matrix scatter) {
    ClassContract.projectedScatter(x, offsets, means, directions, scatter);
    submit("projectedScatter", projections.scatter(x, offsets, means, directions, scatter));
  }

  @Override
  public void project(Matrix x, Matrix origin, Matrix directions, Matrix target) {
    ClassContract.project(x, origin, directions, target);
    submit("project", projections.project(x, origin, directions, target));
  }

  @Override
  public void nearestMean(Matrix x, Matrix means, Matrix assigned) {
    ClassContract.nearestMean(x, means, assigned);
    submit("nearestMean", nearestMeans.of(x, means, assigned));
  }

  @Override
  public void argmax(Matrix source, Matrix target) {
    ClassContract.argmax(source, target);
    submit("argmax", reductions.argmax(source, target));
  }

  @Override
  public void countEqual(Matrix a, Matrix b, Matrix target) {
    ClassContract.countEqual(a, b, target);
    submit("countEqual", reductions.countEqual(a, b, target));
  }

  @Override
  public void nearestNeighbours(Matrix x, Matrix distances) {
    ClassContract.nearestNeighbours(x, distances);
    submit("nearestNeighbours", neighbours.of(x, distances));
  }

  @Override
  public Plan record(Runnable operations) {
    if (recording != null) {
      throw new IllegalStateException("a recording is already under way");
    }
    recording = new ArrayList<>();
    List<Operation> recorded = recording;
    try {
      operations.run();
    } finally {
      recording = null;
    }
    return new CudaPlan(queue, host, recorded, ResidentProgram.of(recorded, residentBytes).map(this::resident).orElse(null));
  }

  /** Null, with a warning, where its kernel cannot be used: graphs do the same more slowly, and no other one is tried. */
  private Resident resident(ResidentProgram program) {
    try {
      return new Resident(program, kernels);
    } catch (CudaException e) {
      LOG.log(System.Logger.Level.WARNING,
          "a resident kernel cannot be used, and CUDA graphs take its place from here on: " + e.getMessage());
      residentBytes = Variant.NO_RESIDENTS;
      return null;
    }
  }

  @Override
  public Event event() {
    requireNotRecording("hold events");
    return new CudaEvent(queue);
  }

  @Override
  public void synchronize() {
    requireNotRecording("wait");
    queue.synchronize();
  }

  @Override
  public void close() {
    resources.close();
  }
}
