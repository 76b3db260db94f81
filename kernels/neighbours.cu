// The nearest references of each query.
//
// Products of panels give every squared distance as |a|^2 + |b|^2 - 2 a^T b, quickly but with an error of rounding
// times the norms. A pair that could be among the nearest by that error is computed again by the definition, from the
// samples as they are, so a distance is right to rounding, and the same whatever the panels.
//
// queries: d x q. references: d x width. products: width x q. distances, numbers: k x q, the lists so far, in order of
// distance, then of number; empty places hold infinity and -1. `query` and `reference` are the numbers of the first of
// each. One block for each query.
#include "lamina.cuh"

#define WARPS (BLOCK / WARP)
#define MOST 64  // of a list: ClassContract.MOST_NEIGHBOURS

// The list of a query, and behind its k places those that compete for one.
struct Lists {
  double distance[MOST + BLOCK];
  int number[MOST + BLOCK];

  // Where an element belongs among the first n. Empty places are equal, and keep their order.
  __device__ int rank(int i, int n) const {
    int before = 0;
    for (int other = 0; other < n; other++) {
      bool equal = distance[other] == distance[i];
      before += distance[other] < distance[i]
          || (equal && (number[other] < number[i] || (number[other] == number[i] && other < i)));
    }
    return before;
  }
};

// Of two columns, for a warp; every lane gets it.
__device__ inline double distance_of(int d, const real* a, const real* b) {
  double sum = 0;
#pragma unroll 4
  for (int i = threadIdx.x % WARP; i < d; i += WARP) {
    double difference = (double)a[i] - (double)b[i];
    sum += difference * difference;
  }
  return sqrt(group_sum(sum, WARP));
}

// Puts the columns of the rivals among a block's threads side by side, in order, and gives their number.
__device__ inline int gather_rivals(bool rival, int* column) {
  __shared__ int rivals_of_warp[WARPS];
  int warp = threadIdx.x / WARP;
  int lane = threadIdx.x % WARP;
  unsigned int rivals = __ballot_sync(ALL_LANES, rival);
  if (lane == 0) {
    rivals_of_warp[warp] = __popc(rivals);
  }
  __syncthreads();
  int before = __popc(rivals & ((1u << lane) - 1));
  int all = 0;
  for (int other = 0; other < WARPS; other++) {
    before += other < warp ? rivals_of_warp[other] : 0;
    all += rivals_of_warp[other];
  }
  if (rival) {
    column[before] = threadIdx.x;
  }
  __syncthreads();
  return all;
}

// Sorts the first n and keeps k of them.
__device__ inline void sort(Lists& lists, int k, int n) {
  __shared__ double distance[MOST];
  __shared__ int number[MOST];
  for (int i = threadIdx.x; i < n; i += BLOCK) {
    int rank = lists.rank(i, n);
    if (rank < k) {
      distance[rank] = lists.distance[i];
      number[rank] = lists.number[i];
    }
  }
  __syncthreads();
  if (threadIdx.x < k) {
    lists.distance[threadIdx.x] = distance[threadIdx.x];
    lists.number[threadIdx.x] = number[threadIdx.x];
  }
  __syncthreads();
}

extern "C" __global__ void nearest(int members, int d, int width, int query, int reference, int k, In<real> queries,
    In<real> references, In<double> products, In<double> query_norms, In<double> norms, Out<double> distances,
    Out<int> numbers) {
  __shared__ Lists lists;
  __shared__ int rival_column[BLOCK];
  FOR_EACH_MEMBER(e, members) {
    const real* own = queries.of(e) + (long long)blockIdx.x * d;
    const real* others = references.of(e);
    const double* product = products.of(e) + (long long)blockIdx.x * width;
    const double* norm = norms.of(e);
    double query_norm = query_norms(e, blockIdx.x);
    long long list = (long long)blockIdx.x * k;
    if (threadIdx.x < k) {
      lists.distance[threadIdx.x] = distances(e, list + threadIdx.x);
      lists.number[threadIdx.x] = numbers(e, list + threadIdx.x);
    }
    __syncthreads();
    for (int first = 0; first < width; first += BLOCK) {
      // No squared distance beyond the last neighbour's, and a little for rounding, matters. What is not finite tells
      // nothing, and is left to the definition.
      double last = lists.distance[k - 1];
      int j = first + threadIdx.x;
      bool rival = false;
      if (j < width && reference + j != query + (int)blockIdx.x) {
        double size = query_norm + norm[j];
        rival = !(size - 2 * product[j] - size * (2.0 * d + 8) * 0x1p-52 > last * last * (1 + 0x1p-50));
      }
      int rivals = gather_rivals(rival, rival_column);
      for (int r = threadIdx.x / WARP; r < rivals; r += WARPS) {
        int column = first + rival_column[r];
        double distance = distance_of(d, own, others + (long long)column * d);
        if (threadIdx.x % WARP == 0) {
          lists.distance[k + r] = distance < POSITIVE_INFINITY ? distance : POSITIVE_INFINITY;
          lists.number[k + r] = reference + column;
        }
      }
      __syncthreads();
      if (rivals > 0) {
        sort(lists, k, k + rivals);
      }
    }
    if (threadIdx.x < k) {
      distances.of(e)[list + threadIdx.x] = lists.distance[threadIdx.x];
      numbers.of(e)[list + threadIdx.x] = lists.number[threadIdx.x];
    }
    __syncthreads();
  }
}
