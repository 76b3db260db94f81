package dev.lamina.metric;

/**
 * The within-class scatter seen from the directions between the classes: all that NC1 and the separation fuzziness
 * need.
 *
 * <p>The centred class means {@code M = [m_1 .. m_K]} have rank at most K-1. With {@code M^T M = V diag(lambda) V^T}
 * the columns of {@code T = M V} are orthogonal, {@code |t_i|^2 = lambda_i}, so in their basis
 * <pre>
 *   S_B  = (1/K) M M^T = (1/K) T T^T                 Tr(S_W S_B^+)  = K sum_i P_ii / lambda_i^2
 *   S_Bn = M diag(n_k/N) M^T = T B T^T               Tr(S_W S_Bn^+) = Tr(diag(1/lambda) P diag(1/lambda) B^-1)
 * </pre>
 * with {@code P = T^T S_W T} and {@code B = V^T diag(n_k/N) V}; no matrix has more than K rows.
 *
 * @param classes K
 * @param rank at most this many directions count: min(K-1, d)
 * @param eigenvalues lambda, K values, smallest first
 * @param eigenvectors V, K x K
 * @param projected P, K-1 x K-1, for all but the first direction
 */
record BetweenSpectrum(int classes, int rank, double[] eigenvalues, double[] eigenvectors, double[] projected) {

  /** Eigenvalues at most this times the largest are null directions, so that results do not depend on rounding. */
  private static final double CUTOFF = 1e-12;

  static BetweenSpectrum of(int classes, int dimension, double[] eigenvalues, double[] eigenvectors,
      double[] projected) {
    double floor = Math.max(0, eigenvalues[classes - 1] * CUTOFF);
    int rank = 0;
    while (rank < Math.min(classes - 1, dimension) && eigenvalues[classes - 1 - rank] > floor) {
      rank++;
    }
    return new BetweenSpectrum(classes, rank, eigenvalues, eigenvectors, projected);
  }

  /** {@code (1/K) Tr(S_W S_B^+)}, the pseudo-inverse cut at rank K-1 (Papyan et al. 2020; Han et al. 2022). */
  double nc1() {
    double sum = 0;
    for (int i = 0; i < rank; i++) {
      sum += whitened(i, i);
    }
    return rank == 0 ? Double.NaN : sum;
  }

  /** {@code Tr(S_W S_Bn^+)} with the between scatter weighted by class size (He and Su 2023). */
  double separationFuzziness(long[] counts, long samples) {
    double[] within = new double[rank * rank];
    double[] between = new double[rank * rank];
    for (int j = 0; j < rank; j++) {
      for (int i = 0; i < rank; i++) {
        within[i + j * rank] = whitened(i, j);
        for (int k = 0; k < classes; k++) {
          between[i + j * rank] += vector(k, i) * vector(k, j) * counts[k] / (double) samples;
        }
      }
    }
    return rank == 0 ? Double.NaN : SmallMatrix.traceOfQuotient(within, between, rank);
  }

  /** {@code P_ij / (lambda_i lambda_j)}, counting directions from the largest. */
  private double whitened(int i, int j) {
    int row = classes - 2 - i;
    int column = classes - 2 - j;
    return projected[row + column * (classes - 1)] / (eigenvalues[row + 1] * eigenvalues[column + 1]);
  }

  private double vector(int row, int direction) {
    return eigenvectors[row + (classes - 1 - direction) * classes];
  }
}
