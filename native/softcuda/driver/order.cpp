#include "order.h"

#include <numeric>
#include <utility>

#include "settings.h"

namespace softcuda {

bool is_random() { return settings().shuffle != 0; }

uint64_t pseudo_random(uint64_t bound) {
  static uint64_t state = settings().shuffle;
  state += 0x9e3779b97f4a7c15;  // SplitMix64
  uint64_t z = state;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return (z ^ (z >> 31)) % bound;
}

Order::Order(uint64_t count) : count(count) {
  if (is_random()) {
    start = pseudo_random(count);
    do {
      factor = 1 + pseudo_random(count);
    } while (std::gcd(factor, count) != 1);
  }
}

void Queue::fill(int count) {
  head = 0;
  length = (unsigned)count;
  std::iota(threads, threads + count, 0);
}

void Queue::swap_head() { std::swap(threads[head], threads[(head + pseudo_random(length)) % MAX_THREADS]); }

}  // namespace softcuda
