// What every kernel file shares. It is included by all of them and compiled for one element type at a time: REAL is float or
// double, given by the compiler's options.
#pragma once

#ifndef REAL
#define REAL double
#endif
typedef REAL real;

// Threads of every block. A kernel that needs another number says so, and its launcher too.
#define BLOCK 256

// The members of an ensemble lie along the grid's second dimension; there may be more of them than the grid has rows.
#define FOR_EACH_MEMBER(e, members) for (int e = blockIdx.y; e < (members); e += gridDim.y)

// Elements lie along the first dimension.
#define FOR_EACH_ELEMENT(i, n) \
  for (long long i = (long long)blockIdx.x * blockDim.x + threadIdx.x; i < (n); i += (long long)gridDim.x * blockDim.x)

// A factor of an operation: a constant, or, where `at` is not null, one value of each member in device memory.
__device__ inline double factor(double constant, const real* at, long long stride, int member) {
  return at ? (double)at[member * stride] : constant;
}

// The sum over the threads of a block, in an order that depends on nothing but the block's size; every thread gets it.
// All threads of the block must call it.
__device__ inline double block_sum(double value) {
  __shared__ double partial[BLOCK];
  int t = threadIdx.x;
  __syncthreads();
  partial[t] = value;
  __syncthreads();
  for (int half = BLOCK / 2; half > 0; half /= 2) {
    if (t < half) {
      partial[t] += partial[t + half];
    }
    __syncthreads();
  }
  return partial[0];
}
