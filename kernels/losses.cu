// Losses of a batch: output K x n, labels 1 x n. All arithmetic is float64.
//
// samples    for each sample j, with o = alpha output(:, j) and y the one-hot vector of its label:
//              squared error  |o - y|^2,                      its derivative by o  2 (o - y)
//              cross-entropy  log sum exp(o - m) - (o_y - m), its derivative by o  softmax(o) - y,  m = max o
//            A group of `lanes` neighbouring threads of a warp, a power of two, takes a sample, each every lanes-th
//            class: many classes are then read along the column, and few keep all threads busy. The samples' losses and
//            correct decisions are summed for each block.
// total      column `position` of the sums: the mean loss and the number of correct decisions; one block per member
// stop_below rate = 0, keep = 1 and delta = 0 where `every` divides `position` and the mean loss there is below the
//            threshold, which NaN is not; one thread per entry of delta, in a loop
#include "losses.cuh"

// partial(:, block) = the loss and the correct decisions of the block's samples, which depend on K and n alone.
extern "C" __global__ void samples(int members, int classes, int n, int lanes, int is_cross_entropy, double alpha,
    In<real> output, In<int> labels, Factor gradient_scale, Out<real> delta, Out<double> partial) {
  int lane = threadIdx.x % lanes;
  int groups = BLOCK / lanes;
  FOR_EACH_MEMBER(e, members) {
    double scale = gradient_scale.of(e) * alpha / n;
    double losses = 0;
    double correct = 0;
    // All threads of a warp stay together, since they exchange values: groups past the end repeat the last sample.
    for (long long first = (long long)blockIdx.x * groups; first < n; first += (long long)gridDim.x * groups) {
      long long wanted = first + threadIdx.x / lanes;
      bool inside = wanted < n;
      long long j = inside ? wanted : n - 1;
      const real* h = output.of(e) + j * classes;
      real* d = delta.at && inside ? delta.of(e) + j * classes : 0;
      int label = labels(e, j);
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
      partial(e, 2 * blockIdx.x) = losses;
      partial(e, 2 * blockIdx.x + 1) = correct;
    }
  }
}

extern "C" __global__ void total(
    int members, int n, int blocks, In<double> partial, In<int> position, Out<double> sums) {
  FOR_EACH_MEMBER(e, members) {
    double losses = 0;
    double correct = 0;
    for (int b = threadIdx.x; b < blocks; b += BLOCK) {
      losses += partial(e, 2 * b);
      correct += partial(e, 2 * b + 1);
    }
    losses = block_sum(losses);
    correct = block_sum(correct);
    if (threadIdx.x == 0) {
      double* column = sums.of(e) + 2 * (long long)*position.of(e);
      column[0] = losses / n;
      column[1] = correct;
    }
  }
}

extern "C" __global__ void stop_below(int members, long long n, double threshold, int every, In<double> sums,
    In<int> position, Out<real> rate, Out<real> keep, Out<real> delta) {
  FOR_EACH_MEMBER(e, members) {
    int column = *position.of(e);
    if (column % every == 0 && sums(e, 2 * (long long)column) < threshold) {
      FOR_EACH_ELEMENT(i, n) {
        delta(e, i) = 0;
      }
      if (blockIdx.x == 0 && threadIdx.x == 0) {
        *rate.of(e) = 0;
        if (keep.at) {
          *keep.of(e) = 1;
        }
      }
    }
  }
}
