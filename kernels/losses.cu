// Losses of a batch: output K x n, labels 1 x n. All arithmetic is float64.
//
// samples    for each sample j, with o = alpha output(:, j) and y the one-hot vector of its label:
//              squared error  |o - y|^2,                      its derivative by o  2 (o - y)
//              cross-entropy  log sum exp(o - m) - (o_y - m), its derivative by o  softmax(o) - y,  m = max o
//            A group of `lanes` neighbouring threads of a warp, a power of two, takes a sample, each every lanes-th class: many
//            classes are then read along the column, and few keep all threads busy. The samples' losses and correct decisions
//            are summed for each block.
// total      column `position` of the sums: the mean loss and the number of correct decisions; one block per member
// stop_below rate = 0, keep = 1 and delta = 0 where `every` divides `position` and the mean loss there is below the threshold,
//            which NaN is not; one thread per entry of delta, in a loop
#include "losses.cuh"

// partial(:, block) = the loss and the correct decisions of the block's samples, which depend on K and n alone.
extern "C" __global__ void samples(int members, int classes, int n, int lanes, int is_cross_entropy, double alpha,
    const real* output, long long output_stride, const int* labels, long long labels_stride, double constant,
    const real* gradient_scale, long long gradient_scale_stride, real* delta, long long delta_stride, double* partial,
    long long partial_stride) {
  int lane = threadIdx.x % lanes;
  int groups = BLOCK / lanes;
  FOR_EACH_MEMBER(e, members) {
    double scale = factor(constant, gradient_scale, gradient_scale_stride, e) * alpha / n;
    double losses = 0;
    double correct = 0;
    // All threads of a warp stay together, since they exchange values: groups past the end repeat the last sample.
    for (long long first = (long long)blockIdx.x * groups; first < n; first += (long long)gridDim.x * groups) {
      long long wanted = first + threadIdx.x / lanes;
      bool inside = wanted < n;
      long long j = inside ? wanted : n - 1;
      const real* h = output + e * output_stride + j * classes;
      real* d = delta && inside ? delta + e * delta_stride + j * classes : 0;
      int label = labels[e * labels_stride + j];
      int decided = decision(h, classes, lane, lanes);
      double loss = is_cross_entropy
          ? cross_entropy(h, classes, label, alpha, scale, d, lane, lanes)
          : squared_error(h, classes, label, alpha, scale, d, lane, lanes);
      if (inside && lane == 0) {
        losses += loss;
        correct += decided == label ? 1 : 0;
      }
    }
    losses = block_sum(losses);
    correct = block_sum(correct);
    if (threadIdx.x == 0) {
      partial[e * partial_stride + 2 * blockIdx.x] = losses;
      partial[e * partial_stride + 2 * blockIdx.x + 1] = correct;
    }
  }
}

extern "C" __global__ void total(int members, int n, int blocks, const double* partial, long long partial_stride,
    const int* position, long long position_stride, double* sums, long long stride) {
  FOR_EACH_MEMBER(e, members) {
    double losses = 0;
    double correct = 0;
    for (int b = threadIdx.x; b < blocks; b += BLOCK) {
      losses += partial[e * partial_stride + 2 * b];
      correct += partial[e * partial_stride + 2 * b + 1];
    }
    losses = block_sum(losses);
    correct = block_sum(correct);
    if (threadIdx.x == 0) {
      double* column = sums + e * stride + 2 * (long long)position[e * position_stride];
      column[0] = losses / n;
      column[1] = correct;
    }
  }
}

extern "C" __global__ void stop_below(int members, long long n, double threshold, int every, const double* sums,
    long long sums_stride, const int* position, long long position_stride, real* rate, long long rate_stride, real* keep,
    long long keep_stride, real* delta, long long stride) {
  FOR_EACH_MEMBER(e, members) {
    int column = position[e * position_stride];
    if (column % every == 0 && sums[e * sums_stride + 2 * (long long)column] < threshold) {
      FOR_EACH_ELEMENT(i, n) {
        delta[e * stride + i] = 0;
      }
      if (blockIdx.x == 0 && threadIdx.x == 0) {
        rate[e * rate_stride] = 0;
        if (keep) {
          keep[e * keep_stride] = 1;
        }
      }
    }
  }
}
