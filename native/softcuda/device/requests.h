// What a thread asks of the others of its block, or of its warp; the driver answers.
#pragma once

enum {
  SOFTCUDA_BARRIER,
  SOFTCUDA_BARRIER_COUNT,
  SOFTCUDA_BARRIER_AND,
  SOFTCUDA_BARRIER_OR,
};

enum {
  SOFTCUDA_WARP_SYNC,
  SOFTCUDA_WARP_BALLOT,
  SOFTCUDA_WARP_EXCHANGE,
};

// Waits for the block; gives how many, whether all, or whether any of the predicates hold.
extern "C" int softcuda_barrier(int kind, int predicate, int line);

// An atomic operation lies between.
extern "C" void softcuda_begin_atomic();
extern "C" void softcuda_end_atomic();

// Waits for the threads that the mask names; gives the ballot of the values, or the value of a lane.
extern "C" unsigned long long softcuda_warp(int kind, unsigned int mask, unsigned long long value, int lane, int line);
