// Barriers of a block. The line of a call tells barriers apart: threads that wait at different ones have diverged.
#pragma once

#include "requests.h"

inline void __syncthreads(int line = __builtin_LINE()) { softcuda_barrier(SOFTCUDA_BARRIER, 0, line); }

inline int __syncthreads_count(int predicate, int line = __builtin_LINE()) {
  return softcuda_barrier(SOFTCUDA_BARRIER_COUNT, predicate, line);
}

inline int __syncthreads_and(int predicate, int line = __builtin_LINE()) {
  return softcuda_barrier(SOFTCUDA_BARRIER_AND, predicate, line);
}

inline int __syncthreads_or(int predicate, int line = __builtin_LINE()) {
  return softcuda_barrier(SOFTCUDA_BARRIER_OR, predicate, line);
}

// All threads run on one processor: a fence only keeps the compiler from moving memory accesses.
inline void __threadfence() { asm volatile("" ::: "memory"); }
inline void __threadfence_block() { asm volatile("" ::: "memory"); }
inline void __threadfence_system() { asm volatile("" ::: "memory"); }
