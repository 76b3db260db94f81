// The order of blocks and threads: the natural one, or, to find what depends on it, a pseudo-random one (SOFTCUDA_SHUFFLE).
#pragma once

#include <cstdint>
#include <vector>

#include "device.h"

namespace softcuda {

bool is_random();

// Below `bound`.
uint64_t pseudo_random(uint64_t bound);

// A permutation of 0..count-1.
class Order {
 public:
  explicit Order(uint64_t count);

  uint64_t at(uint64_t i) const { return shuffled.empty() ? i : shuffled[i]; }

 private:
  std::vector<uint64_t> shuffled;  // empty where the order is the natural one
};

// The threads that can go on: first come, first served. If the order is random, any of the first warp that has one, and now and
// then the first warp becomes the last: so warps drift apart as on a GPU, where one may have reached the next barrier before
// another has moved at all. A thread drawn of all would keep them in step.
class Queue {
 public:
  void fill(int count);  // with 0..count-1
  bool empty() const { return length == 0; }

  void put(int thread) {
    if (random) {
      ready[thread / WARP] |= 1u << thread % WARP;
    } else {
      threads[(head + length) % MAX_THREADS] = thread;
    }
    length++;
  }

  int take() {
    length--;
    if (random) {
      return take_at_random();
    }
    int thread = threads[head];
    head = (head + 1) % MAX_THREADS;
    return thread;
  }

 private:
  int take_at_random();

  const bool random = is_random();
  unsigned length = 0;
  unsigned head = 0;
  int threads[MAX_THREADS];
  int warps;
  int ranks[MAX_THREADS / WARP];       // the warps, the first first
  unsigned ready[MAX_THREADS / WARP];  // the lanes of each warp that can go on, as bits
};

}  // namespace softcuda
