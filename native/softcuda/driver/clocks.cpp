#include "clocks.h"

#include <algorithm>
#include <iterator>

namespace softcuda {

Clocks clocks;

void Clocks::begin_launch() {
  launched = ++now;
  blocks.clear();
}

void Clocks::begin_block(uint3 index, int threads) {
  began = block_met = ++now;
  size = threads;
  blocks.push_back({began, index});
}

void Clocks::meet_in_warp(int warp, unsigned lanes) {
  now++;
  if (lanes == lanes_of_warp(warp, size)) {
    warp_met[warp] = now;
    return;
  }
  // Each learns what any of them knows, and what each of them has done.
  uint64_t together[WARP] = {};
  for (int lane = 0; lane < WARP; lane++) {
    if ((lanes >> lane & 1u) != 0) {
      uint64_t* knows = known[warp * WARP + lane];
      knows[lane] = time_of(warp * WARP + lane);
      std::transform(together, together + WARP, knows, together, [](uint64_t a, uint64_t b) { return std::max(a, b); });
    }
  }
  for (int lane = 0; lane < WARP; lane++) {
    if ((lanes >> lane & 1u) != 0) {
      std::copy(together, together + WARP, known[warp * WARP + lane]);
      known[warp * WARP + lane][lane] = now;
    }
  }
}

uint64_t Clocks::time_of(int thread) const {
  return std::max({block_met, warp_met[thread / WARP], known[thread][thread % WARP]});
}

uint3 Clocks::block_at(uint64_t time) const {
  auto after = std::upper_bound(blocks.begin(), blocks.end(), time, [](uint64_t t, const Begun& b) { return t < b.time; });
  return std::prev(after)->index;
}

}  // namespace softcuda
