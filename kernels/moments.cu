// Class means mu_k and within-class scatter, sum over class k of |x - mu_k|^2, from one pass over features d x N whose
// columns are ordered by class.
//
//   chunk_sums   chunks of the columns of a class -> sums of x - p and of |x - p|^2 of each
//   merge_sums   sums of the chunks of a class -> its mean, and n |mu - p|^2
//   add_scatter  those -> the scatter, sum |x - p|^2 - n |mu - p|^2
//
// Values are shifted by a pilot p, the first column of their class: what is subtracted at the end is then of the size
// of the scatter, and no more than a digit is lost, however far the class lies from the origin (Chan, Golub and LeVeque
// 1979). The chunks of a class share its pilot, so that their sums merge by adding, and no chunk's mean is rounded at a
// distance from the origin. Chunks and grids depend on the shape alone, and so does the order of all sums.
//
// A block takes a tile of rows; its threads are `lanes` groups of one thread for each row, and group l takes columns l,
// l + lanes, ... of the block's chunk: neighbouring threads read neighbouring elements. chunk_sums has a block for each
// chunk and tile, tiles first; merge_sums one for each class and tile; add_scatter one for each class.
#include "lamina.cuh"

// Columns that a thread loads before it uses the first of them: what keeps the memory busy.
#define AHEAD 8

// A chunk in the list of them: the pilot's column, its first column, the column after its last.
#define CHUNK 3

// A thread's place in its block's tile.
struct Place {
  int lane;
  int row;
  bool active;

  __device__ Place(int d, int rows, int lanes, int tile)
      : lane(threadIdx.x / rows), row(tile * rows + threadIdx.x % rows), active(lane < lanes && row < d) {}
};

// The sum over the lanes of each row, in their order; lane 0 gets it. All threads of the block must call it.
__device__ inline double lane_sum(int rows, int lanes, double value) {
  __shared__ double values[BLOCK];
  __syncthreads();
  values[threadIdx.x] = value;
  __syncthreads();
  if ((int)threadIdx.x < rows) {
    for (int lane = 1; lane < lanes; lane++) {
      value += values[threadIdx.x + lane * rows];
    }
  }
  return value;
}

// Adds AHEAD columns of a lane to the sums, or the `left` ones that there are still; the pilot itself adds nothing.
template <bool ALL>
__device__ inline void take(
    const real* at, long long step, int left, int lanes, real pilot, double* sum, double* square) {
  real value[AHEAD];
#pragma unroll
  for (int k = 0; k < AHEAD; k++) {
    value[k] = ALL || k * lanes < left ? __ldg(at + k * step) : pilot;
  }
#pragma unroll
  for (int k = 0; k < AHEAD; k++) {
    double difference = (double)value[k] - (double)pilot;
    *sum += difference;
    *square = fma(difference, difference, *square);
  }
}

// sums: d x chunks, sum x - p. squares: tiles x chunks, sum |x - p|^2 of the rows of a tile. Where every chunk is a
// whole class, the means stand in for the sums and the scatter for the squares.
extern "C" __global__ void chunk_sums(int members, int d, int rows, int lanes, int tiles, int whole_classes, In<real> x,
    In<int> chunks, Out<double> sums, Out<double> squares) {
  int chunk = blockIdx.x / tiles;
  Place place(d, rows, lanes, blockIdx.x % tiles);
  int from = chunks.at[CHUNK * chunk + 1];
  int samples = chunks.at[CHUNK * chunk + 2] - from;
  long long step = (long long)lanes * d;
  FOR_EACH_MEMBER(e, members) {
    double sum = 0;
    double square = 0;
    real pilot = 0;
    if (place.active) {
      const real* row = x.of(e) + place.row;
      pilot = row[(long long)chunks.at[CHUNK * chunk] * d];
      const real* at = row + (long long)(from + place.lane) * d;
      int left = samples - place.lane;
      for (; left > (AHEAD - 1) * lanes; left -= AHEAD * lanes) {
        take<true>(at, step, left, lanes, pilot, &sum, &square);
        at += AHEAD * step;
      }
      if (left > 0) {
        take<false>(at, step, left, lanes, pilot, &sum, &square);
      }
    }
    sum = lane_sum(rows, lanes, sum);
    if (place.active && place.lane == 0) {
      double shift = sum / samples;
      sums(e, (long long)chunk * d + place.row) = whole_classes ? (double)pilot + shift : sum;
      square -= whole_classes ? sum * shift : 0;
    }
    square = block_sum(square);
    if (threadIdx.x == 0) {
      squares(e, blockIdx.x) = square;
    }
  }
}

// starts: class k is chunks starts(k) to starts(k + 1). means: d x K. excess: tiles x K, n |mu - p|^2 of the rows of a
// tile.
extern "C" __global__ void merge_sums(int members, int d, int rows, int lanes, int tiles, In<real> x, In<int> chunks,
    In<int> starts, In<double> sums, Out<double> means, Out<double> excess) {
  int label = blockIdx.x / tiles;
  Place place(d, rows, lanes, blockIdx.x % tiles);
  int from = starts.at[label];
  int to = starts.at[label + 1];
  int pilot = chunks.at[CHUNK * from];
  int samples = chunks.at[CHUNK * (to - 1) + 2] - pilot;
  FOR_EACH_MEMBER(e, members) {
    double sum = 0;
    if (place.active) {
#pragma unroll 8
      for (int chunk = from + place.lane; chunk < to; chunk += lanes) {
        sum += __ldg(&sums(e, (long long)chunk * d + place.row));
      }
    }
    sum = lane_sum(rows, lanes, sum);
    double square = 0;
    if (place.active && place.lane == 0) {
      double shift = sum / samples;
      means(e, (long long)label * d + place.row) = (double)x(e, (long long)pilot * d + place.row) + shift;
      square = sum * shift;
    }
    square = block_sum(square);
    if (threadIdx.x == 0) {
      excess(e, blockIdx.x) = square;
    }
  }
}

// squares: tiles x chunks. excess: excess_tiles x K, or no tiles where chunk_sums has taken it off.
extern "C" __global__ void add_scatter(int members, In<int> starts, int tiles, In<double> squares, int excess_tiles,
    In<double> excess, Out<double> scatter) {
  int label = blockIdx.x;
  long long from = (long long)starts.at[label] * tiles;
  long long to = (long long)starts.at[label + 1] * tiles;
  FOR_EACH_MEMBER(e, members) {
    double sum = 0;
    for (long long i = from + threadIdx.x; i < to; i += BLOCK) {
      sum += squares(e, i);
    }
    for (int i = threadIdx.x; i < excess_tiles; i += BLOCK) {
      sum -= excess(e, (long long)label * excess_tiles + i);
    }
    sum = block_sum(sum);
    if (threadIdx.x == 0) {
      // Less than zero by rounding only; NaN stays.
      scatter(e, label) = sum < 0 ? 0 : sum;
    }
  }
}
