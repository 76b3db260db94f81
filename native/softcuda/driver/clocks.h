// Checked mode: what comes before what among the threads of a launch. Time goes on whenever threads meet; two accesses of
// different threads that no meeting lies between happen in any order on a GPU.
#pragma once

#include <cstdint>
#include <vector>

#include "../device/vector_types.h"
#include "device.h"

namespace softcuda {

class Clocks {
 public:
  void begin_launch();
  void begin_block(uint3 index, int threads);
  void meet_at_barrier() { block_met = ++now; }
  void meet_in_warp(int warp, unsigned lanes);

  // What the thread does now is of this time.
  uint64_t time_of(int thread) const;

  // Whether what a thread did then is over for `thread` of the block that runs. Of other blocks of the launch it never is,
  // unless the memory is each block's own.
  bool is_over(uint64_t time, int by, int thread, bool own_memory) const {
    return time < launched || (own_memory && time < began) || (time >= began && is_over_in_block(time, by, thread));
  }

  // The block of this launch that ran then.
  uint3 block_at(uint64_t time) const;

 private:
  struct Begun {
    uint64_t time;
    uint3 index;
  };

  bool is_over_in_block(uint64_t time, int by, int thread) const {
    return time < block_met || by == thread ||
           (by / WARP == thread / WARP && (time < warp_met[thread / WARP] || time <= known[thread][by % WARP]));
  }

  uint64_t now = 0;
  uint64_t launched = 0;
  uint64_t began = 0;                        // the block that runs
  uint64_t block_met = 0;                    // when all its threads met last
  uint64_t warp_met[MAX_THREADS / WARP] = {};  // when all lanes met last
  uint64_t known[MAX_THREADS][WARP] = {};    // until when a thread knows what each lane of its warp has done
  int size = 0;
  std::vector<Begun> blocks;
};

extern Clocks clocks;

}  // namespace softcuda
