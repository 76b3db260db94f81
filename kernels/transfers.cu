// Copies, fills and diagonals. `real` is the type of the target.
//
// copy, fill     target = source, target = value; rows x columns, one thread per element, in a loop
// transpose      target(i, j) = source(j, i); one block per square of 32 x 32, by way of shared memory, so that reads
//                and writes both run along columns
// diagonal       target(i, i) = values(i)^power for i < n; one thread per value
#include "lamina.cuh"

template <typename From>
__device__ void copy(int members, long long n, In<From> source, Out<real> target) {
  FOR_EACH_MEMBER(e, members) {
    FOR_EACH_ELEMENT(i, n) {
      target(e, i) = (real)source(e, i);
    }
  }
}

extern "C" __global__ void copy_float(int members, long long n, In<float> source, Out<real> target) {
  copy(members, n, source, target);
}

extern "C" __global__ void copy_double(int members, long long n, In<double> source, Out<real> target) {
  copy(members, n, source, target);
}

#define SIDE 32

// rows and columns are the target's.
template <typename From>
__device__ void transpose(int members, int rows, int columns, In<From> source, Out<real> target) {
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
        square[i][x] = (real)source(e, (long long)(top + i) * columns + left + x);
      }
    }
    __syncthreads();
    for (int j = y; j < SIDE; j += BLOCK / SIDE) {
      if (top + x < rows && left + j < columns) {
        target(e, (long long)(left + j) * rows + top + x) = square[x][j];
      }
    }
    __syncthreads();
  }
}

extern "C" __global__ void transpose_float(int members, int rows, int columns, In<float> source, Out<real> target) {
  transpose(members, rows, columns, source, target);
}

extern "C" __global__ void transpose_double(int members, int rows, int columns, In<double> source, Out<real> target) {
  transpose(members, rows, columns, source, target);
}

extern "C" __global__ void fill(int members, long long n, double value, Out<real> target) {
  FOR_EACH_MEMBER(e, members) {
    FOR_EACH_ELEMENT(i, n) {
      target(e, i) = (real)value;
    }
  }
}

extern "C" __global__ void fill_int(int members, long long n, int value, Out<int> target) {
  FOR_EACH_MEMBER(e, members) {
    FOR_EACH_ELEMENT(i, n) {
      target(e, i) = value;
    }
  }
}

// Values at most cutoff times the first, the largest, give 0. The rest of the target is left as it is.
extern "C" __global__ void diagonal(
    int members, int n, int rows, double power, double cutoff, In<real> values, Out<real> target) {
  FOR_EACH_MEMBER(e, members) {
    const real* of_member = values.of(e);
    FOR_EACH_ELEMENT(i, n) {
      double value = of_member[i];
      target(e, i * rows + i) = value > cutoff * of_member[0] ? (real)pow(value, power) : 0;
    }
  }
}
