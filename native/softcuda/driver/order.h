// The order of blocks and threads: the natural one, or, to find what depends on it, a pseudo-random one (SOFTCUDA_SHUFFLE).
#pragma once

#include <cstdint>

#include "device.h"

namespace softcuda {

bool is_random();

// Below `bound`.
uint64_t pseudo_random(uint64_t bound);

// A permutation of 0..count-1.
struct Order {
  uint64_t count;
  uint64_t factor = 1;
  uint64_t start = 0;

  explicit Order(uint64_t count);

  uint64_t at(uint64_t i) const { return (uint64_t)(((unsigned __int128)i * factor + start) % count); }
};

// The threads that can go on.
class Queue {
 public:
  void fill(int count);  // with 0..count-1
  bool empty() const { return length == 0; }
  void put(int thread) { threads[(head + length++) % MAX_THREADS] = thread; }

  // The next thread; any of them, if the order is random.
  int take() {
    if (random) {
      swap_head();
    }
    int thread = threads[head];
    head = (head + 1) % MAX_THREADS;
    length--;
    return thread;
  }

 private:
  void swap_head();

  int threads[MAX_THREADS];
  const bool random = is_random();
  unsigned head = 0;
  unsigned length = 0;
};

}  // namespace softcuda
