package dev.lamina.device;

/**
 * Operations on matrices in one device's memory, in the manner of a BLAS.
 *
 * <p>Operands of one operation have the same number of members, or one member, which is then shared by all (a
 * {@linkplain Matrix#broadcast stride of 0}); what is written has all of them. Operands are of the same element type
 * unless an operation says otherwise. Shapes that do not fit throw {@link IllegalArgumentException} with the shapes:
 * {@link TransferContract}, {@link AlgebraContract}, {@link RandomContract}, {@link NetworkContract} and
 * {@link ClassContract} check them for every device.
 *
 * <p>Operations are queued in order and may return before they have run; {@link #read} and {@link #synchronize} wait.
 * A device is used by one thread at a time.
 */
public interface Device extends AutoCloseable {

  DeviceInfo info();

  // Memory and transfers

  /**
   * Allocates all of a plan at once, zeroed.
   *
   * @throws DeviceException if the device does not hold it
   */
  Arena allocate(MemoryPlan plan);

  /** Copies host values into a matrix, converting to its type; {@code source} holds {@code target.stored()} values. */
  void write(double[] source, Matrix target);

  /** Like {@link #write(double[], Matrix)}. */
  void write(float[] source, Matrix target);

  /** Like {@link #write(double[], Matrix)}, for integers. */
  void write(int[] source, Matrix target);

  /** Waits, then copies a floating matrix to the host; {@code target} holds {@code source.stored()} values. */
  void read(Matrix source, double[] target);

  /** Waits, then copies an integer matrix to the host. */
  void read(Matrix source, int[] target);

  /** {@code target = op(source)}, converting between floating types. */
  void copy(Transpose transpose, Matrix source, Matrix target);

  /** Sets every element. */
  void fill(Matrix target, double value);

  // Dense linear algebra

  /** {@code c = alpha op(a) op(b) + beta c}; where {@code beta} is 0, what {@code c} held does not matter. */
  void gemm(Transpose transposeA, Transpose transposeB, Scalar alpha, Matrix a, Matrix b, Scalar beta, Matrix c);

  /**
   * The Gram matrix in float64, full and exactly symmetric: {@code x^T x} (columns x columns), or {@code x x^T}
   * (rows x rows) if {@code transposed}.
   *
   * @param x of either floating type
   * @param gram float64
   */
  void gram(boolean transposed, Matrix x, Matrix gram);

  /**
   * {@link #gram(boolean, Matrix, Matrix)} of {@code x - origin}, which is taken off in float64 before anything is
   * multiplied: what all columns have in common cancels nothing.
   *
   * @param origin float64, rows x 1
   */
  void gram(boolean transposed, Matrix x, Matrix origin, Matrix gram);

  /**
   * {@code target(0, 0) = } the largest magnitude in {@code source}, NaN if it holds one; {@code target} is float64.
   */
  void magnitude(Matrix source, Matrix target);

  /**
   * {@code target = 2^-e source} with {@code e} of {@link Exponents#of}: exact, but for what is too small beside the
   * magnitude for float64.
   *
   * @param magnitude float64, 1 x 1, of {@code source} or of more than it
   * @param target float64; may be {@code source}
   */
  void normalize(Matrix source, Matrix magnitude, Matrix target);

  /**
   * Each column over its Euclidean norm, at any scale; NaN for a column of zeros.
   *
   * @param x float64
   * @param target of its shape; may be {@code x}
   */
  void unitColumns(Matrix x, Matrix target);

  /**
   * {@code target(i, j) = |x_i - x_j|^2} of all columns, each from the differences: right to rounding for columns that
   * almost agree.
   *
   * @param x float64, d x K
   * @param target K x K, exactly symmetric
   */
  void squaredDistances(Matrix x, Matrix target);

  /** {@code target(0, 0) = sum of squares of source}, accumulated in float64; {@code target} is float64. */
  void sumOfSquares(Matrix source, Matrix target);

  /**
   * {@code target = diag(values)^power}, zero off the diagonal; {@code target} may be rectangular.
   *
   * @param values r x 1, largest first, not negative; {@code r <= min(rows, columns)}, the rest of the diagonal is zero
   * @param cutoff values at most {@code cutoff} times the largest give 0 instead of their power
   */
  void diagonal(Matrix values, double power, double cutoff, Matrix target);

  /**
   * Replaces the columns by an orthonormal basis of their span, the Q of {@code a = QR} whose R has a positive
   * diagonal: a Gaussian {@code a} then gives Q with the Haar distribution (Mezzadri 2007).
   *
   * @param a float64, rows >= columns
   */
  void orthonormalize(Matrix a);

  /**
   * Singular values by a direct decomposition, largest first; NaN for a member that is not finite throughout. So are
   * the results of {@link #svd} and {@link #symmetricEigen}.
   *
   * @param a destroyed
   * @param values min(rows, columns) x 1
   */
  void singularValues(Matrix a, Matrix values);

  /**
   * Thin decomposition {@code a = u diag(s) vt}, {@code r = min(rows, columns)}. Signs are such that of each column of
   * {@code u} the entry of the largest magnitude, the first of equals, is positive.
   *
   * @param a destroyed
   * @param u rows x r
   * @param s r x 1, largest first
   * @param vt r x columns
   */
  void svd(Matrix a, Matrix u, Matrix s, Matrix vt);

  /**
   * Eigenvalues of a symmetric matrix, <em>smallest first</em>.
   *
   * @param a float64, n x n; destroyed, and replaced by the eigenvectors in its columns if {@code vectors}
   * @param values n x 1
   */
  void symmetricEigen(boolean vectors, Matrix a, Matrix values);

  // Random numbers

  /**
   * Independent normal values: element {@code i} of member {@code e} is number {@code i} of the stream
   * {@code (seeds[e], stream)} of Philox 4x32-10 (package {@code dev.lamina.random}), times {@code deviation}.
   */
  void randomNormal(long[] seeds, int stream, double deviation, Matrix target);

  /** Like {@link #randomNormal}, uniform on {@code [low, high)} before rounding to the target's type. */
  void randomUniform(long[] seeds, int stream, double low, double high, Matrix target);

  // Networks

  /** {@code z += bias} in every column; {@code bias} is rows x 1. */
  void addBias(Matrix bias, Matrix z);

  /** {@code target = alpha (sum of the columns of source) + beta target}; {@code target} is rows x 1. */
  void sumColumns(Scalar alpha, Matrix source, Scalar beta, Matrix target);

  /** {@code h = phi(z)}, NaN where {@code z} is; {@code h} may be {@code z}. */
  void activate(Activation activation, Matrix z, Matrix h);

  /**
   * {@code delta = delta * phi'(z)}.
   *
   * @param z the argument; read only where {@link Activation#derivativeNeedsArgument()}, else any matrix of the shape
   * @param h {@code phi(z)}
   */
  void activateBackward(Activation activation, Matrix z, Matrix h, Matrix delta);

  /**
   * Normalises each row by the mean and (biased) variance of the batch, keeps them for the backward pass, and moves the
   * running averages: {@code running = (1 - momentum) running + momentum * batch}, with the unbiased variance.
   *
   * @param z d x n
   * @param momentum {@link BatchNorm#MOMENTUM}, or 0 for a member that has stopped, whose averages then stay as they
   *     are, whatever the batch
   * @param y d x n, not {@code z}, which the backward pass still needs
   */
  void batchNormTraining(BatchNorm norm, Matrix z, Scalar momentum, Matrix y);

  /** Normalises by the running averages; {@code y} may be {@code z}. */
  void batchNormInference(BatchNorm norm, Matrix z, Matrix y);

  /**
   * The backward pass of {@link #batchNormTraining}.
   *
   * @param z what was normalised
   * @param delta on entry the gradient for {@code y}, on return the gradient for {@code z}
   * @param gammaGradient d x 1, overwritten
   * @param betaGradient d x 1, overwritten
   */
  void batchNormBackward(BatchNorm norm, Matrix z, Matrix delta, Matrix gammaGradient, Matrix betaGradient);

  /**
   * Loss of a batch and its gradient.
   *
   * @param outputScale alpha, which multiplies the output inside the loss
   * @param output K x n
   * @param labels int32, 1 x n, in 0..K-1
   * @param gradientScale a factor on the gradient: 1, or the learning rate of each member
   * @param delta K x n, receives {@code gradientScale * d loss / d output}; null if only the loss is wanted
   * @param sums float64, 2 x H: column {@code position} receives the mean loss of the batch and the number of samples
   *     whose largest output is their label's (the first of equals)
   * @param position int32, 1 x 1
   */
  void loss(Loss loss, double outputScale, Matrix output, Matrix labels, Scalar gradientScale, Matrix delta,
      Matrix sums, Matrix position);

  /**
   * One step of SGD from a gradient, as PyTorch defines it: {@code g += weightDecay w; v = momentum v + g;
   * w -= rate * (nesterov ? g + momentum v : v)}. {@code gradient} is left as it was.
   *
   * @param velocity like {@code weights}, zero before the first step; null for {@code momentum = 0}
   */
  void sgd(SgdRule rule, Scalar rate, Matrix gradient, Matrix velocity, Matrix weights);

  /**
   * The rest of a step whose gradient a product has already accumulated, {@code velocity = momentum v + g}:
   * {@code v += weightDecay w; w -= rate * v}. The rule must not be Nesterov's, which needs the gradient by itself.
   */
  void applyVelocity(SgdRule rule, Scalar rate, Matrix velocity, Matrix weights);

  /**
   * A mini-batch: {@code target(:, j) = source(:, index(position * n + j))} for its n columns.
   *
   * @param source any type, rows x N
   * @param index int32, 1 x N
   * @param position int32, 1 x 1: the number of the batch
   */
  void gather(Matrix source, Matrix index, Matrix position, Matrix target);

  /**
   * Ends members that have learned enough: where {@code position} is a multiple of {@code every} and
   * {@code sums(0, position) < threshold}, {@code rate = 0}, {@code keep = 1} and {@code delta = 0}, so that the rest
   * of the step, and of every step to come, changes no weight. A loss that is NaN ends nothing.
   *
   * @param sums float64, 2 x H, of {@link #loss}
   * @param position int32, 1 x 1
   * @param rate 1 x 1, the learning rate that updates take from the device
   * @param keep 1 x 1, what weights are multiplied with, 1 minus rate times weight decay; null where there is no decay
   * @param delta the gradient that has not been used yet
   */
  void stopBelow(double threshold, int every, Matrix sums, Matrix position, Matrix rate, Matrix keep, Matrix delta);

  /** {@code counter = (counter + 1) mod modulus}; {@code counter} is int32, 1 x 1. */
  void advance(Matrix counter, int modulus);

  // Classes. Samples are ordered by class: class k is columns offsets(k) to offsets(k + 1).

  /**
   * Class means and within-class scatter in one pass over the features: values are shifted by a pilot of their class,
   * so that nothing cancels when the features have collapsed, and accumulated in float64.
   *
   * @param x d x N, of either floating type
   * @param offsets K + 1 increasing numbers from 0 to N, no class empty
   * @param means float64, d x K: {@code mu_k}
   * @param scatter float64, K x 1: {@code sum over class k of |x - mu_k|^2}
   */
  void classMoments(Matrix x, int[] offsets, Matrix means, Matrix scatter);

  /**
   * Within-class scatter along given directions: {@code (1/N) sum_i t_i t_i^T} with
   * {@code t_i = directions^T (x_i - mu_{y_i})}, in float64.
   *
   * @param means float64, d x K
   * @param directions float64, d x m
   * @param scatter float64, m x m
   */
  void projectedScatter(Matrix x, int[] offsets, Matrix means, Matrix directions, Matrix scatter);

  /**
   * {@code target = directions^T (x - origin)}, in float64.
   *
   * @param origin float64, d x 1
   * @param directions float64, d x m
   * @param target float64, m x N
   */
  void project(Matrix x, Matrix origin, Matrix directions, Matrix target);

  /**
   * The class whose mean is nearest to each sample (the first of equals), in float64.
   *
   * @param means float64, d x K
   * @param assigned int32, 1 x N
   */
  void nearestMean(Matrix x, Matrix means, Matrix assigned);

  /**
   * Row of the largest entry of each column, the first of equals.
   *
   * @param target int32, 1 x columns
   */
  void argmax(Matrix source, Matrix target);

  /**
   * {@code target(0, 0) = } how many entries of two int32 matrices of one shape are equal.
   *
   * @param target float64
   */
  void countEqual(Matrix a, Matrix b, Matrix target);

  /**
   * Merges the nearest of some references into the lists of the nearest of each query, by Euclidean distance. Reference
   * {@code firstReference + j} competes for query {@code firstQuery + i}, unless these numbers are equal: a sample is
   * not its own neighbour. Lists are in order of distance, then of number, so that they do not depend, in any bit, on
   * how samples come in blocks; each reference may come once. Empty places hold infinity and -1, as all do before the
   * first call.
   *
   * <p>Distances are right to rounding, also of samples that almost agree, as long as the squares of differences lie
   * within float64. A sample that is not finite is nobody's neighbour and has none.
   *
   * @param queries d x q
   * @param references d x n, of their type
   * @param distances float64, k x q, k from 1 to {@link ClassContract#MOST_NEIGHBOURS}
   * @param indices int32, k x q: numbers of references
   */
  void neighbours(Matrix queries, Matrix references, int firstQuery, int firstReference, Matrix distances,
      Matrix indices);

  // Control

  /**
   * Records the operations that {@code operations} calls, without running them. They may not transfer to or from the
   * host, allocate, record or wait.
   */
  Plan record(Runnable operations);

  /** Marks this point of the queue. */
  Event event();

  /** Waits for everything queued. */
  void synchronize();

  @Override
  void close();
}
