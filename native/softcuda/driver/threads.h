// The threads of the block that runs: who is ready, who waits for whom.
#pragma once

#include <cstdint>
#include <string>

#include "device.h"
#include "fiber.h"
#include "order.h"

namespace softcuda {

struct Thread {
  enum State { READY, AT_BARRIER, IN_WARP, ENDED };
  Fiber* fiber;    // null if it has not begun
  State state;
  int kind;        // of what it waits for
  int line;        // where it waits
  int predicate;   // what it gave to a barrier
  unsigned mask;   // the lanes that it waits for
  uint64_t value;  // what it gave to its warp
  int lane;        // whose value it wants
  uint64_t result;
};

// The lanes of a warp, as bits.
struct Warp {
  unsigned alive;
  unsigned waiting;
};

struct Block {
  Thread threads[MAX_THREADS];
  Warp warps[MAX_THREADS / WARP];
  Queue ready;
  int size;
  int current;
  int alive;       // threads that have not ended
  int at_barrier;

  void begin(int threads);
  void finish_current();
  void release_barrier();         // if all have come
  void release_warp(int thread);  // those that wait together with this thread, if all have come
  std::string waiting() const;    // who waits where, in words

 private:
  void make_ready(int thread, uint64_t result);
};

extern Block block;

// Leaves the current thread until it is ready again.
void wait_for_others();

}  // namespace softcuda
