// The class whose mean is nearest to each sample: the largest (mu_k - c)^T (x - c) - |mu_k - c|^2 / 2, with the centre
// c of the means so that a common offset cancels nothing. Means that are as near as the best up to rounding are
// compared by their distances as defined, so that a tie is one, and the first of equals wins.
//
// x: d x columns. means: d x K. products: K x columns, (mu_k - c)^T (x - c). norms: |x - c|^2.
// mean_norms: |mu_k - c|^2. One warp for each column.
#include "lamina.cuh"

__device__ inline double squared_distance(int d, const real* x, const double* mean) {
  double sum = 0;
#pragma unroll 4
  for (int i = threadIdx.x % WARP; i < d; i += WARP) {
    double difference = x[i] - mean[i];
    sum += difference * difference;
  }
  return group_sum(sum, WARP);
}

extern "C" __global__ void nearest_mean(int members, int d, int columns, int classes, In<real> x, In<double> means,
    In<double> products, In<double> norms, In<double> mean_norms, Out<int> assigned) {
  int column = blockIdx.x * (BLOCK / WARP) + threadIdx.x / WARP;
  int lane = threadIdx.x % WARP;
  if (column >= columns) {
    return;
  }
  FOR_EACH_MEMBER(e, members) {
    const real* sample = x.of(e) + (long long)column * d;
    const double* mean = means.of(e);
    const double* product = products.of(e) + (long long)column * classes;
    const double* mean_norm = mean_norms.of(e);
    auto score = [=](int k) { return product[k] - mean_norm[k] / 2; };
    int best = group_argmax(classes, score, lane, WARP);
    double largest = score(best);
    double size = norms(e, column) + mean_norm[best] / 2;
    int nearest = best;
    double least = -1;
    for (int first = 0; first < classes; first += WARP) {
      int k = first + lane;
      double error = k < classes ? (d + 8) * 0x1p-50 * (size + mean_norm[k] / 2) : 0;
      unsigned int rivals = __ballot_sync(ALL_LANES, k < classes && k != best && largest - score(k) <= error);
      for (; rivals != 0; rivals &= rivals - 1) {
        int rival = first + __ffs(rivals) - 1;
        least = least < 0 ? squared_distance(d, sample, mean + (long long)best * d) : least;
        double distance = squared_distance(d, sample, mean + (long long)rival * d);
        if (distance < least || (distance == least && rival < nearest)) {
          nearest = rival;
          least = distance;
        }
      }
    }
    if (lane == 0) {
      assigned(e, column) = nearest;
    }
  }
}
