// Mini-batches and counters. Nothing here is computed in `real`: columns are moved as bits.
//
// gather     target(:, j) = source(:, index(position n + j)) for the n columns of the target; one thread per entry,
//            in a loop
// advance    counter = (counter + 1) mod modulus; one thread per member
#include "lamina.cuh"

template <typename Bits>
__device__ void gather(
    int members, int rows, int n, In<Bits> source, In<int> index, In<int> position, Out<Bits> target) {
  FOR_EACH_MEMBER(e, members) {
    const int* batch = index.of(e) + (long long)*position.of(e) * n;
    const Bits* from = source.of(e);
    Bits* to = target.of(e);
    FOR_EACH_ENTRY(entry, rows, (long long)rows * n) {
      to[entry.at] = from[(long long)batch[entry.column] * rows + entry.row];
    }
  }
}

extern "C" __global__ void gather_4_bytes(
    int members, int rows, int n, In<int> source, In<int> index, In<int> position, Out<int> target) {
  gather(members, rows, n, source, index, position, target);
}

extern "C" __global__ void gather_8_bytes(
    int members, int rows, int n, In<long long> source, In<int> index, In<int> position, Out<long long> target) {
  gather(members, rows, n, source, index, position, target);
}

extern "C" __global__ void advance(int members, int modulus, Out<int> counter) {
  FOR_EACH_MEMBER(e, members) {
    if (blockIdx.x == 0 && threadIdx.x == 0) {
      *counter.of(e) = (*counter.of(e) + 1) % modulus;
    }
  }
}
