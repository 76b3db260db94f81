// Numbers whose squares float64 may not hold: their magnitude, exact scaling by powers of two, and columns of norm 1;
// and the distances of columns from their differences.
//
//   magnitude          n elements -> largest(block) = the largest magnitude of those that the block's threads take, NaN
//                      if there is one; a second launch, of one block, compares the blocks
//   normalize          target = 2^-e source, e the exponent of the magnitude
//   unit_columns       target(:, j) = x(:, j) / |x(:, j)|; one block for each column
//   squared_distances  target(i, j) = target(j, i) = |x(:, i) - x(:, j)|^2; one warp for each pair
//
// magnitude takes a grid that depends on n alone, normalize any.
#include "lamina.cuh"

// NaN is larger than everything.
__device__ inline double larger(double a, double b) {
  return b > a || b != b ? b : a;
}

// The largest over all threads of a block; every thread gets it. All threads of the block must call it.
__device__ inline double block_largest(double value) {
  __shared__ double largest[BLOCK];
  int t = threadIdx.x;
  __syncthreads();
  largest[t] = value;
  __syncthreads();
  for (int half = BLOCK / 2; half > 0; half /= 2) {
    if (t < half) {
      largest[t] = larger(largest[t], largest[t + half]);
    }
    __syncthreads();
  }
  return largest[0];
}

// 2^-e in two factors, since a number below the normal ones needs one beyond the largest.
struct Scale {
  double first;
  double second;

  __device__ explicit Scale(double magnitude) {
    bool usable = magnitude > 0 && magnitude < POSITIVE_INFINITY;
    int exponent = usable ? -ilogb(magnitude) : 0;
    first = scalbn(1.0, exponent / 2);
    second = scalbn(1.0, exponent - exponent / 2);
  }

  __device__ double of(double x) const {
    return x * first * second;
  }
};

extern "C" __global__ void magnitude(int members, long long n, In<real> source, Out<double> largest) {
  FOR_EACH_MEMBER(e, members) {
    double most = 0;
#pragma unroll 4
    FOR_EACH_ELEMENT(i, n) {
      most = larger(most, fabs((double)source(e, i)));
    }
    most = block_largest(most);
    if (threadIdx.x == 0) {
      largest(e, blockIdx.x) = most;
    }
  }
}

extern "C" __global__ void normalize(
    int members, long long n, In<real> source, In<double> magnitude, Out<double> target) {
  FOR_EACH_MEMBER(e, members) {
    Scale scale(*magnitude.of(e));
#pragma unroll 4
    FOR_EACH_ELEMENT(i, n) {
      target(e, i) = scale.of(source(e, i));
    }
  }
}

extern "C" __global__ void unit_columns(int members, int rows, In<double> x, Out<double> target) {
  FOR_EACH_MEMBER(e, members) {
    const double* column = &x(e, (long long)blockIdx.x * rows);
    double* unit = &target(e, (long long)blockIdx.x * rows);
    double most = 0;
    for (int i = threadIdx.x; i < rows; i += BLOCK) {
      most = larger(most, fabs(column[i]));
    }
    Scale scale(block_largest(most));
    double square = 0;
    for (int i = threadIdx.x; i < rows; i += BLOCK) {
      double value = scale.of(column[i]);
      square += value * value;
    }
    double norm = sqrt(block_sum(square));
    for (int i = threadIdx.x; i < rows; i += BLOCK) {
      unit[i] = scale.of(column[i]) / norm;
    }
  }
}

extern "C" __global__ void squared_distances(int members, int rows, int columns, In<double> x, Out<double> target) {
  int pair = blockIdx.x * (BLOCK / WARP) + threadIdx.x / WARP;
  int lane = threadIdx.x % WARP;
  int right = pair / columns;
  int left = pair % columns;
  if (right >= columns || left > right) {
    return;
  }
  FOR_EACH_MEMBER(e, members) {
    const double* a = x.of(e) + (long long)left * rows;
    const double* b = x.of(e) + (long long)right * rows;
    double sum = 0;
#pragma unroll 4
    for (int i = lane; i < rows; i += WARP) {
      double difference = a[i] - b[i];
      sum += difference * difference;
    }
    sum = group_sum(sum, WARP);
    if (lane == 0) {
      target(e, (long long)right * columns + left) = sum;
      target(e, (long long)left * columns + right) = sum;
    }
  }
}
