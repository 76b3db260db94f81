// Mini-batches and counters. Nothing here is computed in `real`: columns are moved as bits.
//
// gather     target(:, j) = source(:, index(position n + j)) for the n columns of the target; one thread per entry, in a loop
// advance    counter = (counter + 1) mod modulus; one thread per member
#include "lamina.cuh"

template <typename Bits>
__device__ void gather(int members, int rows, int n, const Bits* source, long long source_stride, const int* index,
    long long index_stride, const int* position, long long position_stride, Bits* target, long long stride) {
  FOR_EACH_MEMBER(e, members) {
    const int* batch = index + e * index_stride + (long long)position[e * position_stride] * n;
    FOR_EACH_ENTRY(entry, rows, (long long)rows * n) {
      target[e * stride + entry.at] = source[e * source_stride + (long long)batch[entry.column] * rows + entry.row];
    }
  }
}

extern "C" __global__ void gather_4_bytes(int members, int rows, int n, const int* source, long long source_stride,
    const int* index, long long index_stride, const int* position, long long position_stride, int* target,
    long long stride) {
  gather(members, rows, n, source, source_stride, index, index_stride, position, position_stride, target, stride);
}

extern "C" __global__ void gather_8_bytes(int members, int rows, int n, const long long* source,
    long long source_stride, const int* index, long long index_stride, const int* position, long long position_stride,
    long long* target, long long stride) {
  gather(members, rows, n, source, source_stride, index, index_stride, position, position_stride, target, stride);
}

extern "C" __global__ void advance(int members, int modulus, int* counter, long long stride) {
  FOR_EACH_MEMBER(e, members) {
    if (blockIdx.x == 0 && threadIdx.x == 0) {
      counter[e * stride] = (counter[e * stride] + 1) % modulus;
    }
  }
}
