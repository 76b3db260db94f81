// Reductions over all elements of a matrix, and over its columns.
//
//   sum_of_squares  n elements -> sums(block) = the sum of the squares of the elements that the block's threads take
//   count_equal     n pairs    -> sums(block) = how many are equal
//   add_up          n sums     -> target(0) = their sum
//   argmax          rows x columns -> 1 x columns, the row of the largest entry, the first of equals
//
// The first two take a grid that depends on n alone, so that the order of their sums does; add_up takes one block.
// argmax takes one warp for each column.
#include "lamina.cuh"

extern "C" __global__ void sum_of_squares(int members, long long n, In<real> source, Out<double> sums) {
  FOR_EACH_MEMBER(e, members) {
    double sum = 0;
#pragma unroll 4
    FOR_EACH_ELEMENT(i, n) {
      double x = source(e, i);
      sum += x * x;
    }
    sum = block_sum(sum);
    if (threadIdx.x == 0) {
      sums(e, blockIdx.x) = sum;
    }
  }
}

extern "C" __global__ void count_equal(int members, long long n, In<int> a, In<int> b, Out<double> sums) {
  FOR_EACH_MEMBER(e, members) {
    long long count = 0;
#pragma unroll 4
    FOR_EACH_ELEMENT(i, n) {
      count += a(e, i) == b(e, i);
    }
    double sum = block_sum((double)count);
    if (threadIdx.x == 0) {
      sums(e, blockIdx.x) = sum;
    }
  }
}

extern "C" __global__ void add_up(int members, long long n, In<double> sums, Out<double> target) {
  FOR_EACH_MEMBER(e, members) {
    double sum = 0;
    FOR_EACH_ELEMENT(i, n) {
      sum += sums(e, i);
    }
    sum = block_sum(sum);
    if (threadIdx.x == 0) {
      *target.of(e) = sum;
    }
  }
}

extern "C" __global__ void argmax(int members, int rows, int columns, In<real> source, Out<int> target) {
  int column = blockIdx.x * (BLOCK / WARP) + threadIdx.x / WARP;
  if (column >= columns) {
    return;
  }
  FOR_EACH_MEMBER(e, members) {
    const real* entries = source.of(e) + (long long)column * rows;
    int best = group_argmax(
        rows, [=](int i) { return (double)entries[i]; }, threadIdx.x % WARP, WARP);
    if (threadIdx.x % WARP == 0) {
      target(e, column) = best;
    }
  }
}
