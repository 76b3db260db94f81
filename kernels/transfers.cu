// Copies, fills and diagonals. `real` is the type of the target.
//
// copy, fill     target = source, target = value; rows x columns, one thread per element, in a loop
// transpose      target(i, j) = source(j, i); one block per square of 32 x 32, by way of shared memory, so that reads and
//                writes both run along columns
// diagonal       target(i, i) = values(i)^power for i < n; one thread per value
#include "lamina.cuh"

template <typename From>
__device__ void copy(int members, long long n, const From* source, long long source_stride, real* target, long long stride) {
  FOR_EACH_MEMBER(e, members) {
    FOR_EACH_ELEMENT(i, n) {
      target[e * stride + i] = (real)source[e * source_stride + i];
    }
  }
}

extern "C" __global__ void copy_float(
    int members, long long n, const float* source, long long source_stride, real* target, long long stride) {
  copy(members, n, source, source_stride, target, stride);
}

extern "C" __global__ void copy_double(
    int members, long long n, const double* source, long long source_stride, real* target, long long stride) {
  copy(members, n, source, source_stride, target, stride);
}

#define SIDE 32

// rows and columns are the target's.
template <typename From>
__device__ void transpose(
    int members, int rows, int columns, const From* source, long long source_stride, real* target, long long stride) {
  // The odd width keeps the threads that read a column of it in different banks.
  __shared__ real square[SIDE][SIDE + 1];
  int down = (rows - 1) / SIDE + 1;
  int top = (int)(blockIdx.x % down) * SIDE;
  int left = (int)(blockIdx.x / down) * SIDE;
  int x = threadIdx.x % SIDE;
  int y = threadIdx.x / SIDE;
  FOR_EACH_MEMBER(e, members) {
    for (int i = y; i < SIDE; i += BLOCK / SIDE) {
      if (top + i < rows && left + x < columns) {
        square[i][x] = (real)source[e * source_stride + (long long)(top + i) * columns + left + x];
      }
    }
    __syncthreads();
    for (int j = y; j < SIDE; j += BLOCK / SIDE) {
      if (top + x < rows && left + j < columns) {
        target[e * stride + (long long)(left + j) * rows + top + x] = square[x][j];
      }
    }
    __syncthreads();
  }
}

extern "C" __global__ void transpose_float(
    int members, int rows, int columns, const float* source, long long source_stride, real* target, long long stride) {
  transpose(members, rows, columns, source, source_stride, target, stride);
}

extern "C" __global__ void transpose_double(
    int members, int rows, int columns, const double* source, long long source_stride, real* target, long long stride) {
  transpose(members, rows, columns, source, source_stride, target, stride);
}

extern "C" __global__ void fill(int members, long long n, double value, real* target, long long stride) {
  FOR_EACH_MEMBER(e, members) {
    FOR_EACH_ELEMENT(i, n) {
      target[e * stride + i] = (real)value;
    }
  }
}

extern "C" __global__ void fill_int(int members, long long n, int value, int* target, long long stride) {
  FOR_EACH_MEMBER(e, members) {
    FOR_EACH_ELEMENT(i, n) {
      target[e * stride + i] = value;
    }
  }
}

// Values at most cutoff times the first, the largest, give 0. The rest of the target is left as it is.
extern "C" __global__ void diagonal(int members, int n, int rows, double power, double cutoff, const real* values,
    long long values_stride, real* target, long long stride) {
  FOR_EACH_MEMBER(e, members) {
    const real* of_member = values + e * values_stride;
    FOR_EACH_ELEMENT(i, n) {
      double value = of_member[i];
      target[e * stride + i * rows + i] = value > cutoff * of_member[0] ? (real)pow(value, power) : 0;
    }
  }
}
