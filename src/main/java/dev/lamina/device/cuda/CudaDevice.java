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
import dev.lamina.device.Recorder;
import dev.lamina.device.Scalar;
import dev.lamina.device.SgdRule;
import dev.lamina.device.TransferContract;
import dev.lamina.device.Transpose;
import dev.lamina.device.cuda.library.CudaLibraries;
import java.util.List;

/**
 * An NVIDIA GPU as a device. Everything is queued in one stream; a recording becomes CUDA graphs.
 */
public final class CudaDevice implements Device {

  private final Closing resources = new Closing();
  private final Context context;
  private final Kernels kernels;
  private final ResidentKernels residents;
  private final Queue queue;
  private final HostBuffer host;
  private final Submissions submissions;
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
  private final Recorder<Operation> recorder = new Recorder<>();

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
      kernels = resources.open(new Kernels(context, KernelCache.ofUser()));
      residents = new ResidentKernels(kernels, variant, context.sharedBytesOfBlock());
      host = resources.open(new HostBuffer(queue));
      submissions = new Submissions(recorder, resources.open(new Immediate(queue, host)));
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

  @Override
  public DeviceInfo info() {
    return new DeviceInfo("cuda", context.name(), context.freeBytes(), List.of(
        "CUDA driver " + context.driverVersion(), "NVRTC " + kernels.compilerVersion(), "cuBLAS " + blas.version(),
        "cuSOLVER " + solver.version()), SingularValues.DRIVER);
  }

  @Override
  public Arena allocate(MemoryPlan plan) {
    recorder.requireNone("allocate");
    return new Arena(CudaMemory.zeroed(queue, plan));
  }

  @Override
  public void write(double[] source, Matrix target) {
    recorder.requireNoneForTransfer();
    TransferContract.write(source, target);
    host.write(source, target);
  }

  @Override
  public void write(float[] source, Matrix target) {
    recorder.requireNoneForTransfer();
    TransferContract.write(source, target);
    host.write(source, target);
  }

  @Override
  public void write(int[] source, Matrix target) {
    recorder.requireNoneForTransfer();
    TransferContract.write(source, target);
    host.write(source, target);
  }

  @Override
  public void read(Matrix source, double[] target) {
    recorder.requireNoneForTransfer();
    TransferContract.read(source, target);
    host.read(source, target);
  }

  @Override
  public void read(Matrix source, int[] target) {
    recorder.requireNoneForTransfer();
    TransferContract.read(source, target);
    host.read(source, target);
  }

  @Override
  public void gemm(Transpose ta, Transpose tb, Scalar alpha, Matrix a, Matrix b, Scalar beta, Matrix c) {
    AlgebraContract.gemm(ta, tb, alpha, a, b, beta, c);
    submissions.submit("gemm", products.gemm(ta, tb, alpha, a, b, beta, c));
  }

  @Override
  public void copy(Transpose transpose, Matrix source, Matrix target) {
    TransferContract.copy(transpose, source, target);
    submissions.submit("copy", transfers.copy(transpose, source, target));
  }

  @Override
  public void fill(Matrix target, double value) {
    TransferContract.fill(target);
    submissions.submit("fill", transfers.fill(target, value));
  }

  @Override
  public void gram(boolean transposed, Matrix x, Matrix gram) {
    AlgebraContract.gram(transposed, x, gram);
    submissions.submit("gram", grams.gram(transposed, x, null, gram));
  }

  @Override
  public void gram(boolean transposed, Matrix x, Matrix origin, Matrix gram) {
    AlgebraContract.gram(transposed, x, origin, gram);
    submissions.submit("gram", grams.gram(transposed, x, origin, gram));
  }

  @Override
  public void magnitude(Matrix source, Matrix target) {
    AlgebraContract.magnitude(source, target);
    submissions.submit("magnitude", scales.magnitude(source, target));
  }

  @Override
  public void normalize(Matrix source, Matrix magnitude, Matrix target) {
    AlgebraContract.normalize(source, magnitude, target);
    submissions.submit("normalize", scales.normalize(source, magnitude, target));
  }

  @Override
  public void unitColumns(Matrix x, Matrix target) {
    AlgebraContract.unitColumns(x, target);
    submissions.submit("unitColumns", scales.unitColumns(x, target));
  }

  @Override
  public void squaredDistances(Matrix x, Matrix target) {
    AlgebraContract.squaredDistances(x, target);
    submissions.submit("squaredDistances", scales.squaredDistances(x, target));
  }

  @Override
  public void sumOfSquares(Matrix source, Matrix target) {
    AlgebraContract.sumOfSquares(source, target);
    submissions.submit("sumOfSquares", reductions.sumOfSquares(source, target));
  }

  @Override
  public void diagonal(Matrix values, double power, double cutoff, Matrix target) {
    AlgebraContract.diagonal(values, target);
    submissions.submit("diagonal", transfers.diagonal(values, power, cutoff, target));
  }

  @Override
  public void orthonormalize(Matrix a) {
    AlgebraContract.orthonormalize(a);
    submissions.submit("orthonormalize", decompositions.orthonormalize(a));
  }

  @Override
  public void singularValues(Matrix a, Matrix values) {
    AlgebraContract.singularValues(a, values);
    submissions.submit("singularValues", decompositions.singularValues(a, values));
  }

  @Override
  public void svd(Matrix a, Matrix u, Matrix s, Matrix vt) {
    AlgebraContract.svd(a, u, s, vt);
    submissions.submit("svd", decompositions.svd(a, u, s, vt));
  }

  @Override
  public void symmetricEigen(boolean vectors, Matrix a, Matrix values) {
    AlgebraContract.symmetricEigen(a, values);
    submissions.submit("symmetricEigen", decompositions.symmetricEigen(vectors, a, values));
  }

  @Override
  public void randomNormal(long[] seeds, int stream, double deviation, Matrix target) {
    RandomContract.randomNormal(seeds, target);
    submissions.submit("randomNormal", randoms.normal(seeds, stream, deviation, target));
  }

  @Override
  public void randomUniform(long[] seeds, int stream, double low, double high, Matrix target) {
    RandomContract.randomUniform(seeds, target);
    submissions.submit("randomUniform", randoms.uniform(seeds, stream, low, high, target));
  }

  @Override
  public void addBias(Matrix bias, Matrix z) {
    NetworkContract.addBias(bias, z);
    submissions.submit("addBias", batches.addBias(bias, z));
  }

  @Override
  public void sumColumns(Scalar alpha, Matrix source, Scalar beta, Matrix target) {
    NetworkContract.sumColumns(alpha, source, beta, target);
    submissions.submit("sumColumns", batches.sumColumns(alpha, source, beta, target));
  }

  @Override
  public void activate(Activation activation, Matrix z, Matrix h) {
    NetworkContract.activate(z, h);
    submissions.submit("activate", elementwise.activate(activation, z, h));
  }

  @Override
  public void activateBackward(Activation activation, Matrix z, Matrix h, Matrix delta) {
    NetworkContract.activateBackward(activation, z, h, delta);
    submissions.submit("activateBackward", elementwise.activateBackward(activation, z, h, delta));
  }

  @Override
  public void batchNormTraining(BatchNorm norm, Matrix z, Scalar momentum, Matrix y) {
    NetworkContract.batchNormTraining(norm, z, momentum, y);
    submissions.submit("batchNormTraining", batchNorms.training(norm, z, momentum, y));
  }

  @Override
  public void batchNormInference(BatchNorm norm, Matrix z, Matrix y) {
    NetworkContract.batchNormInference(norm, z, y);
    submissions.submit("batchNormInference", batchNorms.inference(norm, z, y));
  }

  @Override
  public void batchNormBackward(BatchNorm norm, Matrix z, Matrix delta, Matrix gammaGradient, Matrix betaGradient) {
    NetworkContract.batchNormBackward(norm, z, delta, gammaGradient, betaGradient);
    submissions.submit("batchNormBackward", batchNorms.backward(norm, z, delta, gammaGradient, betaGradient));
  }

  @Override
  public void loss(Loss loss, double outputScale, Matrix output, Matrix labels, Scalar gradientScale, Matrix delta,
      Matrix sums, Matrix position) {
    NetworkContract.loss(output, labels, gradientScale, delta, sums, position);
    submissions.submit("loss", losses.loss(loss, outputScale, output, labels, gradientScale, delta, sums, position));
  }

  @Override
  public void sgd(SgdRule rule, Scalar rate, Matrix gradient, Matrix velocity, Matrix weights) {
    NetworkContract.sgd(rule, rate, gradient, velocity, weights);
    submissions.submit("sgd", elementwise.sgd(rule, rate, gradient, velocity, weights));
  }

  @Override
  public void applyVelocity(SgdRule rule, Scalar rate, Matrix velocity, Matrix weights) {
    NetworkContract.applyVelocity(rule, rate, velocity, weights);
    submissions.submit("applyVelocity", elementwise.applyVelocity(rule, rate, velocity, weights));
  }

  @Override
  public void gather(Matrix source, Matrix index, Matrix position, Matrix target) {
    NetworkContract.gather(source, index, position, target);
    submissions.submit("gather", batches.gather(source, index, position, target));
  }

  @Override
  public void stopBelow(
      double threshold, int every, Matrix sums, Matrix position, Matrix rate, Matrix keep, Matrix delta) {
    NetworkContract.stopBelow(every, sums, position, rate, keep, delta);
    submissions.submit("stopBelow", losses.stopBelow(threshold, every, sums, position, rate, keep, delta));
  }

  @Override
  public void advance(Matrix counter, int modulus) {
    NetworkContract.advance(counter, modulus);
    submissions.submit("advance", batches.advance(counter, modulus));
  }

  @Override
  public void classMoments(Matrix x, int[] offsets, Matrix means, Matrix scatter) {
    ClassContract.classMoments(x, offsets, means, scatter);
    submissions.submit("classMoments", classMoments.of(x, offsets, means, scatter));
  }

  @Override
  public void projectedScatter(Matrix x, int[] offsets, Matrix means, Matrix directions, Matrix scatter) {
    ClassContract.projectedScatter(x, offsets, means, directions, scatter);
    submissions.submit("projectedScatter", projections.scatter(x, offsets, means, directions, scatter));
  }

  @Override
  public void project(Matrix x, Matrix origin, Matrix directions, Matrix target) {
    ClassContract.project(x, origin, directions, target);
    submissions.submit("project", projections.project(x, origin, directions, target));
  }

  @Override
  public void nearestMean(Matrix x, Matrix means, Matrix assigned) {
    ClassContract.nearestMean(x, means, assigned);
    submissions.submit("nearestMean", nearestMeans.of(x, means, assigned));
  }

  @Override
  public void argmax(Matrix source, Matrix target) {
    ClassContract.argmax(source, target);
    submissions.submit("argmax", reductions.argmax(source, target));
  }

  @Override
  public void countEqual(Matrix a, Matrix b, Matrix target) {
    ClassContract.countEqual(a, b, target);
    submissions.submit("countEqual", reductions.countEqual(a, b, target));
  }

  @Override
  public void neighbours(
      Matrix queries, Matrix references, int firstQuery, int firstReference, Matrix distances, Matrix indices) {
    ClassContract.neighbours(queries, references, firstQuery, firstReference, distances, indices);
    submissions.submit("neighbours",
        neighbours.of(queries, references, firstQuery, firstReference, distances, indices));
  }

  @Override
  public Plan record(Runnable operations) {
    List<Operation> recorded = recorder.record(operations);
    return new CudaPlan(queue, host, recorded, residents.of(recorded));
  }

  @Override
  public Event event() {
    recorder.requireNone("hold events");
    return new CudaEvent(queue);
  }

  @Override
  public void synchronize() {
    recorder.requireNone("wait");
    queue.synchronize();
  }

  @Override
  public void close() {
    resources.close();
  }
}
