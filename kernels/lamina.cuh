// What every kernel file shares. It is included by all of them and compiled for one element type at a time: REAL is
// float or double, given by the compiler's options.
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

// Elements of a matrix of `rows` rows that a thread takes one after the other, with the row and the column of each: two
// divisions for all of them, of 32 bits, since a grid has no more than 2^31 threads.
struct Entry {
  long long at;
  unsigned int row;
  unsigned int column;
  unsigned int rows;
  unsigned int apart;          // from one element to the next, which is
  unsigned int rows_apart;     // so many rows
  unsigned int columns_apart;  // and columns further

  __device__ explicit Entry(int matrix_rows) : rows(matrix_rows) {
    unsigned int first = blockIdx.x * blockDim.x + threadIdx.x;
    at = first;
    apart = gridDim.x * blockDim.x;
    column = first / rows;
    row = first - column * rows;
    columns_apart = apart / rows;
    rows_apart = apart - columns_apart * rows;
  }

  __device__ void next() {
    at += apart;
    row += rows_apart;
    column += columns_apart;
    if (row >= rows) {
      row -= rows;
      column++;
    }
  }
};

#define FOR_EACH_ENTRY(entry, rows, n) for (Entry entry(rows); entry.at < (n); entry.next())

// A matrix that a kernel reads: its first member, null for a matrix that is not there, and the elements from one member
// to the next, 0 where all share it. Queue.java passes one for each Matrix.
template <typename T>
struct In {
  const T* at;
  long long stride;

  __device__ const T* of(int member) const { return at + member * stride; }
  __device__ const T& operator()(int member, long long i) const { return at[member * stride + i]; }
};

// A matrix that a kernel writes, passed in the same way.
template <typename T>
struct Out {
  T* at;
  long long stride;

  __device__ T* of(int member) const { return at + member * stride; }
  __device__ T& operator()(int member, long long i) const { return at[member * stride + i]; }
};

// A factor of an operation: a constant, or, where there is a matrix, one value of each member. Queue.java passes one
// for each Scalar.
struct Factor {
  double constant;
  In<real> value;

  __device__ double of(int member) const { return value.at ? (double)*value.of(member) : constant; }
};

// The sum over the threads of a block whose numbers differ by multiples of APART, a power of two, in an order that
// depends on nothing but the block's size; every thread gets that of its own. All threads of the block must call it.
template <int APART>
__device__ inline double strided_sum(double value) {
  __shared__ double partial[BLOCK];
  int t = threadIdx.x;
  __syncthreads();
  partial[t] = value;
  __syncthreads();
  for (int half = BLOCK / 2; half >= APART; half /= 2) {
    if (t < half) {
      partial[t] += partial[t + half];
    }
    __syncthreads();
  }
  return partial[t % APART];
}

// The sum over all threads of a block.
__device__ inline double block_sum(double value) {
  return strided_sum<1>(value);
}

// A block's share of a d x n matrix in which rows are summed or treated alike: 32 neighbouring rows, so that the
// threads of a warp touch neighbouring elements, and a slice of the columns, which the warps take by turns. Rows and
// slices are counted by RowSlices in Java.
#define SHARE_ROWS 32
#define SHARE_STEP (BLOCK / SHARE_ROWS)

struct Share {
  int row;      // this thread's; beyond the last row for some threads of the last blocks
  int slice;
  int from;     // this thread's first column; the next is SHARE_STEP further
  int to;       // the end of the slice
};

__device__ inline Share share_of_block(int rows, int columns, int slices) {
  int tiles = (rows - 1) / SHARE_ROWS + 1;
  int slice = blockIdx.x / tiles;
  Share share;
  share.row = (int)(blockIdx.x % tiles) * SHARE_ROWS + (int)threadIdx.x % SHARE_ROWS;
  share.slice = slice;
  share.from = (int)((long long)columns * slice / slices) + (int)threadIdx.x / SHARE_ROWS;
  share.to = (int)((long long)columns * (slice + 1) / slices);
  return share;
}

// The sum over the threads of a block that have the same row.
__device__ inline double row_sum(double value) {
  return strided_sum<SHARE_ROWS>(value);
}

// Lanes of a warp. What they share needs no barrier, but all of them must take part.
#define WARP 32
#define ALL_LANES 0xffffffffu

#define POSITIVE_INFINITY __longlong_as_double(0x7ff0000000000000LL)
#define NOT_A_NUMBER __longlong_as_double(0x7ff8000000000000LL)

// The sum over a group of `lanes` neighbouring threads of a warp, a power of two, in a fixed order; every lane gets it.
__device__ inline double group_sum(double value, int lanes) {
  for (int distance = lanes / 2; distance > 0; distance /= 2) {
    value += __shfl_xor_sync(ALL_LANES, value, distance);
  }
  return value;
}

// The first of the largest of value(0) to value(n - 1), for a group of `lanes` threads of which this is number `lane`.
// It is what a loop finds that starts with 0 and goes on to whatever is larger: NaN is never larger, and nothing is
// larger than a NaN at 0.
template <class Value>
__device__ inline int group_argmax(int n, Value value, int lane, int lanes) {
  double largest = -POSITIVE_INFINITY;
  int best = n;
  for (int i = lane; i < n; i += lanes) {
    double candidate = value(i);
    if (candidate > largest || (candidate == largest && i < best)) {
      largest = candidate;
      best = i;
    }
  }
  for (int distance = lanes / 2; distance > 0; distance /= 2) {
    double other = __shfl_xor_sync(ALL_LANES, largest, distance);
    int place = __shfl_xor_sync(ALL_LANES, best, distance);
    if (other > largest || (other == largest && place < best)) {
      largest = other;
      best = place;
    }
  }
  double first = value(0);
  return first == first ? best : 0;
}
