#include "order.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "settings.h"

namespace softcuda {

namespace {

constexpr uint64_t TURNS = 256;  // of threads, on average, until the first warp becomes the last

template <class Numbers>
void shuffle(Numbers* numbers, uint64_t count) {
  for (uint64_t i = count; i > 1; i--) {
    std::swap(numbers[i - 1], numbers[pseudo_random(i)]);
  }
}

}  // namespace

bool is_random() { return settings().shuffle != 0; }

uint64_t pseudo_random(uint64_t bound) {
  static uint64_t state = settings().shuffle;
  state += 0x9e3779b97f4a7c15;  // SplitMix64
  uint64_t z = state;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return (z ^ (z >> 31)) % bound;
}

Order::Order(uint64_t count) {
  if (is_random()) {
    shuffled.resize(count);
    std::iota(shuffled.begin(), shuffled.end(), 0);
    shuffle(shuffled.data(), count);
  }
}

void Queue::fill(int count) {
  length = (unsigned)count;
  if (!random) {
    head = 0;
    std::iota(threads, threads + count, 0);
    return;
  }
  warps = (count + WARP - 1) / WARP;
  for (int w = 0; w < warps; w++) {
    ready[w] = lanes_of_warp(w, count);
  }
  std::iota(ranks, ranks + warps, 0);
  shuffle(ranks, (uint64_t)warps);
}

int Queue::take_at_random() {
  if (pseudo_random(TURNS) == 0) {
    std::rotate(ranks, ranks + 1, ranks + warps);
  }
  int warp = *std::find_if(ranks, ranks + warps, [this](int w) { return ready[w] != 0; });
  unsigned lanes = ready[warp];
  for (auto others = pseudo_random((uint64_t)__builtin_popcount(lanes)); others > 0; others--) {
    lanes &= lanes - 1;
  }
  int lane = __builtin_ctz(lanes);
  ready[warp] &= ~(1u << lane);
  return warp * WARP + lane;
}

}  // namespace softcuda
