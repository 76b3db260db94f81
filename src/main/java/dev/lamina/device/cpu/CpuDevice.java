package dev.lamina.device.cpu;

import dev.lamina.device.Activation;
import dev.lamina.device.AlgebraContract;
import dev.lamina.device.Arena;
import dev.lamina.device.BatchNorm;
import dev.lamina.device.ClassContract;
import dev.lamina.device.Device;
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

/**
 * The processor as a device: OpenBLAS for dense linear algebra, Java for the rest, parallel over members and within
 * them. Operations run when they are called, so there is never anything to wait for.
 */
public final class CpuDevice implements Device {

  private final Workers workers;
  private final int threads;
  private final Lapack lapack;
  private final Recorder<CpuPlan.Operation> recorder = new Recorder<>();

  /** A device that uses every processor the JVM may use. */
  public CpuDevice() {
    this(Runtime.getRuntime().availableProcessors());
  }

  /** A device of {@code threads} workers, the calling thread being one of them. */
  public CpuDevice(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("a CPU device needs at least one thread, not " + threads);
    }
    this.threads = threads;
    OpenBlas.load();
    workers = new Workers(threads);
    lapack = new Lapack(threads);
  }

  private void submit(Operands operands, Phase... phases) {
    if (recorder.isRecording()) {
      recorder.add(new CpuPlan.Operation(operands, phases));
      return;
    }
    for (Phase phase : phases) {
      CpuPlan.run(workers, phase);
    }
  }

  @Override
  public DeviceInfo info() {
    return Processor.info(threads);
  }

  @Override
  public Arena allocate(MemoryPlan plan) {
    return new Arena(CpuMemory.of(plan));
  }

  @Override
  public void write(double[] source, Matrix target) {
    recorder.requireNoneForTransfer();
    TransferContract.write(source, target);
    HostTransfers.write(source, target);
  }

  @Override
  public void write(float[] source, Matrix target) {
    recorder.requireNoneForTransfer();
    TransferContract.write(source, target);
    HostTransfers.write(source, target);
  }

  @Override
  public void write(int[] source, Matrix target) {
    recorder.requireNoneForTransfer();
    TransferContract.write(source, target);
    HostTransfers.write(source, target);
  }

  @Override
  public void read(Matrix source, double[] target) {
    recorder.requireNoneForTransfer();
    TransferContract.read(source, target);
    HostTransfers.read(source, target);
  }

  @Override
  public void read(Matrix source, int[] target) {
    recorder.requireNoneForTransfer();
    TransferContract.read(source, target);
    HostTransfers.read(source, target);
  }

  @Override
  public void copy(Transpose transpose, Matrix source, Matrix target) {
    TransferContract.copy(transpose, source, target);
    submit(Operands.writing(target).reading(source),
        Transfers.copy(threads, transpose, source, target));
  }

  @Override
  public void fill(Matrix target, double value) {
    TransferContract.fill(target);
    submit(Operands.writing(target),
        Transfers.fill(threads, target, value));
  }

  @Override
  public void gemm(Transpose ta, Transpose tb, Scalar alpha, Matrix a, Matrix b, Scalar beta, Matrix c) {
    AlgebraContract.gemm(ta, tb, alpha, a, b, beta, c);
    submit(Operands.writing(c).reading(a, b).reading(alpha, beta),
        Products.gemm(threads, ta, tb, alpha, a, b, beta, c));
  }

  @Override
  public void gram(boolean transposed, Matrix x, Matrix gram) {
    AlgebraContract.gram(transposed, x, gram);
    submit(Operands.writing(gram).reading(x),
        Products.gram(threads, transposed, x, null, gram));
  }

  @Override
  public void gram(boolean transposed, Matrix x, Matrix origin, Matrix gram) {
    AlgebraContract.gram(transposed, x, origin, gram);
    submit(Operands.writing(gram).reading(x, origin),
        Products.gram(threads, transposed, x, origin, gram));
  }

  @Override
  public void magnitude(Matrix source, Matrix target) {
    AlgebraContract.magnitude(source, target);
    submit(Operands.writing(target).reading(source),
        Scales.magnitude(source, target));
  }

  @Override
  public void normalize(Matrix source, Matrix magnitude, Matrix target) {
    AlgebraContract.normalize(source, magnitude, target);
    submit(Operands.writing(target).reading(source, magnitude),
        Scales.normalize(threads, source, magnitude, target));
  }

  @Override
  public void unitColumns(Matrix x, Matrix target) {
    AlgebraContract.unitColumns(x, target);
    submit(Operands.writing(target).reading(x),
        Scales.unitColumns(threads, x, target));
  }

  @Override
  public void squaredDistances(Matrix x, Matrix target) {
    AlgebraContract.squaredDistances(x, target);
    submit(Operands.writing(target).reading(x),
        Scales.squaredDistances(threads, x, target));
  }

  @Override
  public void sumOfSquares(Matrix source, Matrix target) {
    AlgebraContract.sumOfSquares(source, target);
    submit(Operands.writing(target).reading(source),
        Products.sumOfSquares(source, target));
  }

  @Override
  public void diagonal(Matrix values, double power, double cutoff, Matrix target) {
    AlgebraContract.diagonal(values, target);
    submit(Operands.writing(target).reading(values),
        Transfers.diagonal(values, power, cutoff, target));
  }

  @Override
  public void orthonormalize(Matrix a) {
    AlgebraContract.orthonormalize(a);
    submit(Operands.writing(a),
        lapack.orthonormalize(a));
  }

  @Override
  public void singularValues(Matrix a, Matrix values) {
    AlgebraContract.singularValues(a, values);
    submit(Operands.writing(a, values),
        lapack.singularValues(a, values));
  }

  @Override
  public void svd(Matrix a, Matrix u, Matrix s, Matrix vt) {
    AlgebraContract.svd(a, u, s, vt);
    submit(Operands.writing(a, u, s, vt),
        lapack.svd(a, u, s, vt));
  }

  @Override
  public void symmetricEigen(boolean vectors, Matrix a, Matrix values) {
    AlgebraContract.symmetricEigen(a, values);
    submit(Operands.writing(a, values),
        lapack.symmetricEigen(vectors, a, values));
  }

  @Override
  public void randomNormal(long[] seeds, int stream, double deviation, Matrix target) {
    RandomContract.randomNormal(seeds, target);
    submit(Operands.writing(target),
        Randoms.normal(threads, seeds, stream, deviation, target));
  }

  @Override
  public void randomUniform(long[] seeds, int stream, double low, double high, Matrix target) {
    RandomContract.randomUniform(seeds, target);
    submit(Operands.writing(target),
        Randoms.uniform(threads, seeds, stream, low, high, target));
  }

  @Override
  public void addBias(Matrix bias, Matrix z) {
    NetworkContract.addBias(bias, z);
    submit(Operands.writing(z).reading(bias),
        Batches.addBias(threads, bias, z));
  }

  @Override
  public void sumColumns(Scalar alpha, Matrix source, Scalar beta, Matrix target) {
    NetworkContract.sumColumns(alpha, source, beta, target);
    submit(Operands.writing(target).reading(source).reading(alpha, beta),
        Batches.sumColumns(threads, alpha, source, beta, target));
  }

  @Override
  public void activate(Activation activation, Matrix z, Matrix h) {
    NetworkContract.activate(z, h);
    submit(Operands.writing(h).reading(z),
        Elementwise.activate(threads, activation, z, h));
  }

  @Override
  public void activateBackward(Activation activation, Matrix z, Matrix h, Matrix delta) {
    NetworkContract.activateBackward(activation, z, h, delta);
    submit(Operands.writing(delta).reading(z, h),
        Elementwise.activateBackward(threads, activation, z, h, delta));
  }

  @Override
  public void batchNormTraining(BatchNorm norm, Matrix z, Scalar momentum, Matrix y) {
    NetworkContract.batchNormTraining(norm, z, momentum, y);
    submit(Operands.writing(y, norm.runningMean(), norm.runningVariance(), norm.mean(), norm.inverseDeviation())
            .reading(z, norm.gamma(), norm.beta()).reading(momentum),
        BatchNorms.training(threads, norm, z, momentum, y));
  }

  @Override
  public void batchNormInference(BatchNorm norm, Matrix z, Matrix y) {
    NetworkContract.batchNormInference(norm, z, y);
    submit(Operands.writing(y).reading(z, norm.gamma(), norm.beta(), norm.runningMean(), norm.runningVariance()),
        BatchNorms.inference(threads, norm, z, y));
  }

  @Override
  public void batchNormBackward(BatchNorm norm, Matrix z, Matrix delta, Matrix gammaGradient, Matrix betaGradient) {
    NetworkContract.batchNormBackward(norm, z, delta, gammaGradient, betaGradient);
    submit(Operands.writing(delta, gammaGradient, betaGradient)
            .reading(z, norm.gamma(), norm.mean(), norm.inverseDeviation()),
        BatchNorms.backward(threads, norm, z, delta, gammaGradient, betaGradient));
  }

  @Override
  public void loss(Loss loss, double outputScale, Matrix output, Matrix labels, Scalar gradientScale, Matrix delta,
      Matrix sums, Matrix position) {
    NetworkContract.loss(output, labels, gradientScale, delta, sums, position);
    submit(Operands.writing(delta, sums).reading(output, labels, position).reading(gradientScale),
        Losses.of(loss, outputScale, output, labels, gradientScale, delta, sums, position));
  }

  @Override
  public void sgd(SgdRule rule, Scalar rate, Matrix gradient, Matrix velocity, Matrix weights) {
    NetworkContract.sgd(rule, rate, gradient, velocity, weights);
    submit(Operands.writing(velocity, weights).reading(gradient).reading(rate),
        Elementwise.sgd(threads, rule, rate, gradient, velocity, weights));
  }

  @Override
  public void applyVelocity(SgdRule rule, Scalar rate, Matrix velocity, Matrix weights) {
    NetworkContract.applyVelocity(rule, rate, velocity, weights);
    submit(Operands.writing(velocity, weights).reading(rate),
        Elementwise.applyVelocity(threads, rule, rate, velocity, weights));
  }

  @Override
  public void gather(Matrix source, Matrix index, Matrix position, Matrix target) {
    NetworkContract.gather(source, index, position, target);
    submit(Operands.writing(target).reading(source, index, position),
        Batches.gather(threads, source, index, position, target));
  }

  @Override
  public void stopBelow(
      double threshold, int every, Matrix sums, Matrix position, Matrix rate, Matrix keep, Matrix delta) {
    NetworkContract.stopBelow(every, sums, position, rate, keep, delta);
    submit(Operands.writing(rate, keep, delta).reading(sums, position),
        Losses.stopBelow(threshold, every, sums, position, rate, keep, delta));
  }

  @Override
  public void advance(Matrix counter, int modulus) {
    NetworkContract.advance(counter, modulus);
    submit(Operands.writing(counter),
        Batches.advance(counter, modulus));
  }

  @Override
  public void classMoments(Matrix x, int[] offsets, Matrix means, Matrix scatter) {
    ClassContract.classMoments(x, offsets, means, scatter);
    submit(Operands.writing(means, scatter).reading(x),
        ClassMoments.of(threads, x, offsets.clone(), means, scatter));
  }

  @Override
  public void projectedScatter(Matrix x, int[] offsets, Matrix means, Matrix directions, Matrix scatter) {
    ClassContract.projectedScatter(x, offsets, means, directions, scatter);
    submit(Operands.writing(scatter).reading(x, means, directions),
        Projections.scatter(x, offsets.clone(), means, directions, scatter));
  }

  @Override
  public void project(Matrix x, Matrix origin, Matrix directions, Matrix target) {
    ClassContract.project(x, origin, directions, target);
    submit(Operands.writing(target).reading(x, origin, directions),
        Projections.project(threads, x, origin, directions, target));
  }

  @Override
  public void nearestMean(Matrix x, Matrix means, Matrix assigned) {
    ClassContract.nearestMean(x, means, assigned);
    submit(Operands.writing(assigned).reading(x, means),
        NearestMeans.of(threads, x, means, assigned));
  }

  @Override
  public void argmax(Matrix source, Matrix target) {
    ClassContract.argmax(source, target);
    submit(Operands.writing(target).reading(source),
        Projections.argmax(threads, source, target));
  }

  @Override
  public void countEqual(Matrix a, Matrix b, Matrix target) {
    ClassContract.countEqual(a, b, target);
    submit(Operands.writing(target).reading(a, b),
        Projections.countEqual(a, b, target));
  }

  @Override
  public void neighbours(
      Matrix queries, Matrix references, int firstQuery, int firstReference, Matrix distances, Matrix indices) {
    ClassContract.neighbours(queries, references, firstQuery, firstReference, distances, indices);
    submit(Operands.writing(distances, indices).reading(queries, references),
        Neighbours.of(threads, queries, references, firstQuery, firstReference, distances, indices));
  }

  @Override
  public Plan record(Runnable operations) {
    return new CpuPlan(workers, recorder.record(operations));
  }

  @Override
  public Event event() {
    return new CpuEvent(System.nanoTime());
  }

  @Override
  public void synchronize() {
    // Operations have run by the time they return.
  }

  @Override
  public void close() {
    workers.close();
  }
}
