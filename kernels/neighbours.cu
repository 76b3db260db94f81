// Distances to the nearest and second-nearest other sample.
//
// Products of panels give every squared distance as |a|^2 + |b|^2 - 2 a^T b, quickly but with an error of rounding
// times the norms. A pair that could be among the nearest two by that error is computed again by the definition, so the
// result is exact to rounding, also for samples that are equal or far from the origin.
//
// x: d x N. products: width x queries, of candidates from `candidate` on and queries from `query` on. nearest:
// 2 x queries; squared distances found so far, which the first panel of candidates starts and the last one turns into
// distances. One block for each query.
#include "lamina.cuh"

#define WARPS (BLOCK / WARP)

// The smallest and the second-smallest of some numbers.
struct Two {
  double first;
  double second;

  __device__ void add(double value) {
    if (value < first) {
      second = first;
      first = value;
    } else if (value < second) {
      second = value;
    }
  }

  __device__ void add(Two other) {
    add(other.first);
    add(other.second);
  }
};

// The smallest two of what all threads of a block hold; every thread gets them.
__device__ inline Two of_block(Two two) {
  __shared__ Two held[WARPS];
  for (int distance = WARP / 2; distance > 0; distance /= 2) {
    Two other = {__shfl_xor_sync(ALL_LANES, two.first, distance), __shfl_xor_sync(ALL_LANES, two.second, distance)};
    two.add(other);
  }
  __syncthreads();
  if (threadIdx.x % WARP == 0) {
    held[threadIdx.x / WARP] = two;
  }
  __syncthreads();
  two = held[0];
  for (int warp = 1; warp < WARPS; warp++) {
    two.add(held[warp]);
  }
  return two;
}

__device__ inline double squared_distance(int d, const real* a, const real* b) {
  double sum = 0;
#pragma unroll 4
  for (int i = threadIdx.x % WARP; i < d; i += WARP) {
    double difference = (double)a[i] - (double)b[i];
    sum += difference * difference;
  }
  return group_sum(sum, WARP);
}

extern "C" __global__ void nearest_two(int members, int d, int width, int query, int candidate, int is_first,
    int is_last, In<real> x, In<double> products, In<double> query_norms, In<double> norms, Out<double> nearest) {
  int self = query + blockIdx.x;
  FOR_EACH_MEMBER(e, members) {
    const real* samples = x.of(e);
    const double* product = products.of(e) + (long long)blockIdx.x * width;
    const double* norm = norms.of(e);
    double query_norm = query_norms(e, blockIdx.x);
    double* result = nearest.of(e) + 2 * blockIdx.x;
    Two nothing = {POSITIVE_INFINITY, POSITIVE_INFINITY};
    Two known = nothing;
    if (!is_first) {
      known.first = result[0];
      known.second = result[1];
    }

    // Two candidates at least lie within `bound`, so nothing beyond it matters.
    Two upper = nothing;
    for (int j = threadIdx.x; j < width; j += BLOCK) {
      if (candidate + j != self) {
        double size = query_norm + norm[j];
        upper.add(size - 2 * product[j] + size * (d + 8) * 0x1p-52);
      }
    }
    upper = of_block(upper);
    upper.add(known);
    double bound = upper.second;

    // Each warp takes candidates of its own; `lower` is the least that a distance can be.
    Two found = nothing;
    for (int first = threadIdx.x / WARP * WARP; first < width; first += BLOCK) {
      int j = first + threadIdx.x % WARP;
      double lower = POSITIVE_INFINITY;
      bool rival = false;
      if (j < width && candidate + j != self) {
        double size = query_norm + norm[j];
        lower = size - 2 * product[j] - size * (d + 8) * 0x1p-52;
        rival = lower <= bound;
      }
      for (unsigned int rivals = __ballot_sync(ALL_LANES, rival); rivals != 0; rivals &= rivals - 1) {
        int lane = __ffs(rivals) - 1;
        double beyond = min(found.second, known.second);
        if (beyond > 0 && __shfl_sync(ALL_LANES, lower, lane) < beyond) {
          found.add(squared_distance(
              d, samples + (long long)self * d, samples + (long long)(candidate + first + lane) * d));
        }
      }
    }
    // All lanes of a warp hold the same: one speaks for it.
    found = of_block(threadIdx.x % WARP == 0 ? found : nothing);
    found.add(known);
    if (threadIdx.x == 0) {
      result[0] = is_last ? sqrt(found.first) : found.first;
      result[1] = is_last ? sqrt(found.second) : found.second;
    }
  }
}
