// Parts of a matrix in float64, which cuBLAS can multiply, and norms of their columns.
//
//   panel         panel(i, j) = x(first_row + i, j) - origin(i, class of sample first_sample + j), rows x columns
//   column_norms  norms(j) = |panel(:, j)|^2
//   mean_columns  mean(i) = the mean of row i of a rows x columns matrix
//
// panel: a block takes a tile of rows; its threads are `lanes` groups of one thread for each row, and a thread takes
// COLUMNS columns, `lanes` apart: neighbouring threads read and write neighbouring elements. column_norms takes a warp
// for each column, mean_columns a thread for each row.
#include "lamina.cuh"

#define COLUMNS 8

// The last of the classes that start at most at a sample.
__device__ inline int class_of(const int* offsets, int classes, int sample) {
  int label = 0;
  int end = classes;
  while (end - label > 1) {
    int middle = (label + end) / 2;
    if (offsets[middle] <= sample) {
      label = middle;
    } else {
      end = middle;
    }
  }
  return label;
}

// Takes pointers, since no structure can say that what it points to is apart, so that loads need not wait for stores.
__device__ __forceinline__ void fill_panel(int members, int rows, int columns, int tile_rows, int lanes, int tiles,
    const real* __restrict__ x, long long x_stride, int ld, int first_row, const double* __restrict__ origin,
    long long origin_stride, const int* __restrict__ offsets, int classes, int first_sample,
    double* __restrict__ target, long long stride) {
  int lane = threadIdx.x / tile_rows;
  int row = (int)(blockIdx.x % tiles) * tile_rows + threadIdx.x % tile_rows;
  int first = (int)(blockIdx.x / tiles) * COLUMNS * lanes + lane;
  if (lane >= lanes || row >= rows || first >= columns) {
    return;
  }
  int start = offsets ? class_of(offsets, classes, first_sample + first) : 0;
  FOR_EACH_MEMBER(e, members) {
    int label = start;
#pragma unroll
    for (int k = 0; k < COLUMNS; k++) {
      int column = first + k * lanes;
      if (column < columns) {
        while (offsets && offsets[label + 1] <= first_sample + column) {
          label++;
        }
        double shift = origin ? origin[e * origin_stride + (long long)label * rows + row] : 0;
        double value = x[e * x_stride + (long long)column * ld + first_row + row];
        target[e * stride + (long long)column * rows + row] = value - shift;
      }
    }
  }
}

// x: its columns are ld apart. origin: rows x classes, or null for zero. offsets: where classes start; null if there is
// but one origin.
extern "C" __global__ void panel(int members, int rows, int columns, int tile_rows, int lanes, int tiles, In<real> x,
    int ld, int first_row, In<double> origin, In<int> offsets, int classes, int first_sample, Out<double> target) {
  fill_panel(members, rows, columns, tile_rows, lanes, tiles, x.at, x.stride, ld, first_row, origin.at, origin.stride,
      offsets.at, classes, first_sample, target.at, target.stride);
}

extern "C" __global__ void column_norms(int members, int rows, int columns, In<double> panel, Out<double> norms) {
  int column = blockIdx.x * (BLOCK / WARP) + threadIdx.x / WARP;
  if (column >= columns) {
    return;
  }
  FOR_EACH_MEMBER(e, members) {
    const double* entries = panel.of(e) + (long long)column * rows;
    double sum = 0;
#pragma unroll 4
    for (int i = threadIdx.x % WARP; i < rows; i += WARP) {
      sum += entries[i] * entries[i];
    }
    sum = group_sum(sum, WARP);
    if (threadIdx.x % WARP == 0) {
      norms(e, column) = sum;
    }
  }
}

extern "C" __global__ void mean_columns(int members, int rows, int columns, In<double> source, Out<double> mean) {
  FOR_EACH_MEMBER(e, members) {
    FOR_EACH_ELEMENT(i, rows) {
      double sum = 0;
      for (int j = 0; j < columns; j++) {
        sum += source(e, (long long)j * rows + i);
      }
      mean(e, i) = sum / columns;
    }
  }
}
