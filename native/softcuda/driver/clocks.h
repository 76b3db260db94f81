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

  // Which thread goes on.
  void turn_to(int thread) {
    current = thread;
    current_time = time_of(thread);
  }

  // What it does is of this time.
  uint64_t time() const { return current_time; }

  // Whether what a thread did then is over for the current one. Of other blocks of the launch it never is, unless the memory is
  // each block's own.
  bool is_over(uint64_t then, int by, bool own_memory) const {
    if (then < block_met) {
      return then < launched || then >= began || own_memory;
    }
    int warp = current / WARP;
    return by == current || (by / WARP == warp && (then < warp_met[warp] || then <= known[current][by % WARP]));
  }

  // The block of this launch that ran then.
  uint3 block_at(uint64_t time) const;

 private:
  struct Begun {
    uint64_t time;
    uint3 index;
  };

  uint64_t time_of(int thread) const;

  uint64_t now = 0;
  uint64_t launched = 0;
  uint64_t began = 0;                        // the block that runs
  uint64_t block_met = 0;                    // when all its threads met last
  uint64_t warp_met[MAX_THREADS / WARP] = {};  // when all lanes met last
  uint64_t known[MAX_THREADS][WARP] = {};    // until when a thread knows what each lane of its warp has done
  int size = 0;
  int current = 0;
  uint64_t current_time = 0;
  std::vector<Begun> blocks;
};

extern Clocks clocks;

}  // namespace softcuda
