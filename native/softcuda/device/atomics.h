// Atomic operations: one thread runs at a time and is switched at barriers only, so that each is an ordinary update; the search
// for races alone must know.
#pragma once

#include "requests.h"

struct softcuda_atomic {
  softcuda_atomic() { softcuda_begin_atomic(); }
  ~softcuda_atomic() { softcuda_end_atomic(); }
};

#define SOFTCUDA_ATOMIC(T, name, update)       \
  inline T name(T* address, T value) {         \
    softcuda_atomic operation;                 \
    T old = *(volatile T*)address;             \
    *(volatile T*)address = update;            \
    return old;                                \
  }

#define SOFTCUDA_ATOMIC_NUMBER(T)                                                        \
  SOFTCUDA_ATOMIC(T, atomicAdd, old + value)                                             \
  SOFTCUDA_ATOMIC(T, atomicExch, value)

#define SOFTCUDA_ATOMIC_INTEGER(T)                                                       \
  SOFTCUDA_ATOMIC_NUMBER(T)                                                              \
  SOFTCUDA_ATOMIC(T, atomicMax, old > value ? old : value)                               \
  SOFTCUDA_ATOMIC(T, atomicMin, old < value ? old : value)                               \
  SOFTCUDA_ATOMIC(T, atomicAnd, old & value)                                             \
  SOFTCUDA_ATOMIC(T, atomicOr, old | value)                                              \
  SOFTCUDA_ATOMIC(T, atomicXor, old ^ value)                                             \
  inline T atomicCAS(T* address, T expected, T value) {                                  \
    softcuda_atomic operation;                                                           \
    T old = *(volatile T*)address;                                                       \
    if (old == expected) *(volatile T*)address = value;                                  \
    return old;                                                                          \
  }

SOFTCUDA_ATOMIC_NUMBER(float)
SOFTCUDA_ATOMIC_NUMBER(double)
SOFTCUDA_ATOMIC_INTEGER(int)
SOFTCUDA_ATOMIC_INTEGER(unsigned int)
SOFTCUDA_ATOMIC_INTEGER(unsigned long long)
SOFTCUDA_ATOMIC(long long, atomicMax, old > value ? old : value)
SOFTCUDA_ATOMIC(long long, atomicMin, old < value ? old : value)
SOFTCUDA_ATOMIC(int, atomicSub, old - value)
SOFTCUDA_ATOMIC(unsigned int, atomicSub, old - value)
SOFTCUDA_ATOMIC(unsigned int, atomicInc, old >= value ? 0 : old + 1)
SOFTCUDA_ATOMIC(unsigned int, atomicDec, old == 0 || old > value ? value : old - 1)
#undef SOFTCUDA_ATOMIC_INTEGER
#undef SOFTCUDA_ATOMIC_NUMBER
#undef SOFTCUDA_ATOMIC
