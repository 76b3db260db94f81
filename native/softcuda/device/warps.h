// Votes and shuffles of a warp. Each thread gives a value, waits for the others that the mask names, and gets a result.
#pragma once

#include "requests.h"

inline int softcuda_lane() {
  return (int)((threadIdx.x + blockDim.x * (threadIdx.y + blockDim.y * threadIdx.z)) & 31u);
}

inline void __syncwarp(unsigned int mask = 0xffffffffu, int line = __builtin_LINE()) {
  softcuda_warp(SOFTCUDA_WARP_SYNC, mask, 0, 0, line);
}

inline unsigned int __ballot_sync(unsigned int mask, int predicate, int line = __builtin_LINE()) {
  return (unsigned int)softcuda_warp(SOFTCUDA_WARP_BALLOT, mask, predicate != 0, 0, line);
}

inline int __any_sync(unsigned int mask, int predicate, int line = __builtin_LINE()) {
  return __ballot_sync(mask, predicate, line) != 0;
}

inline int __all_sync(unsigned int mask, int predicate, int line = __builtin_LINE()) {
  return __ballot_sync(mask, !predicate, line) == 0;
}

// Not an intrinsic that changes anything here: one thread runs at a time.
inline unsigned int __activemask() { return 1u << softcuda_lane(); }

template <class T>
inline T softcuda_exchange(unsigned int mask, T value, int lane, int line) {
  static_assert(sizeof(T) == 4 || sizeof(T) == 8, "only 4 and 8 bytes can be shuffled");
  unsigned long long bits = 0;
  memcpy(&bits, &value, sizeof(T));
  bits = softcuda_warp(SOFTCUDA_WARP_EXCHANGE, mask, bits, lane, line);
  memcpy(&value, &bits, sizeof(T));
  return value;
}

// A lane outside the segment of `width` lanes gives the caller its own value.
#define SOFTCUDA_SHUFFLES(T)                                                                                              \
  inline T __shfl_sync(unsigned int mask, T value, int lane, int width = 32, int line = __builtin_LINE()) {              \
    int self = softcuda_lane();                                                                                           \
    return softcuda_exchange(mask, value, (self & ~(width - 1)) + (lane & (width - 1)), line);                            \
  }                                                                                                                       \
  inline T __shfl_up_sync(unsigned int mask, T value, unsigned int delta, int width = 32, int line = __builtin_LINE()) { \
    int self = softcuda_lane(), from = self - (int)delta;                                                                 \
    return softcuda_exchange(mask, value, from < (self & ~(width - 1)) ? self : from, line);                              \
  }                                                                                                                       \
  inline T __shfl_down_sync(unsigned int mask, T value, unsigned int delta, int width = 32, int line = __builtin_LINE()) { \
    int self = softcuda_lane(), from = self + (int)delta;                                                                 \
    return softcuda_exchange(mask, value, from > (self | (width - 1)) ? self : from, line);                               \
  }                                                                                                                       \
  inline T __shfl_xor_sync(unsigned int mask, T value, int lanes, int width = 32, int line = __builtin_LINE()) {         \
    int self = softcuda_lane(), from = self ^ lanes;                                                                      \
    return softcuda_exchange(mask, value, from > (self | (width - 1)) ? self : from, line);                               \
  }

SOFTCUDA_SHUFFLES(int)
SOFTCUDA_SHUFFLES(unsigned int)
SOFTCUDA_SHUFFLES(long)
SOFTCUDA_SHUFFLES(unsigned long)
SOFTCUDA_SHUFFLES(long long)
SOFTCUDA_SHUFFLES(unsigned long long)
SOFTCUDA_SHUFFLES(float)
SOFTCUDA_SHUFFLES(double)
#undef SOFTCUDA_SHUFFLES
