// Accesses that nothing orders. Each is told in any order of threads and blocks, the natural one too.
#include "scenario.h"

using namespace scenarios;

// Runs a kernel of 2 blocks of 64 threads on 256 doubles, twice: what one launch writes the next may read. RACE is defined where
// there is the fault.
static void run(bool fault, const std::string& kernel, unsigned shared = 0) {
  Device device;
  Kernels kernels(std::string(fault ? "#define RACE\n" : "") + kernel);
  Doubles x(256);
  kernels.launch("f", 2, 64, {&x.address}, shared);
  kernels.launch("f", 2, 64, {&x.address}, shared);
}

SCENARIO(read_of_what_another_thread_writes) {
  run(fault, R"(
extern "C" __global__ void f(double* x) {
  __shared__ double values[64];
  values[threadIdx.x] = threadIdx.x;
#ifndef RACE
  __syncthreads();
#endif
  x[64 * blockIdx.x + threadIdx.x] = threadIdx.x > 0 ? values[threadIdx.x - 1] : 0;
}
)");
}

// As when the sums of a block use one place twice.
SCENARIO(write_of_what_another_thread_reads) {
  run(fault, R"(
template <class T>
__device__ T first_of(T value, int place) {
  __shared__ T values[2];
  if (threadIdx.x == 0) {
    values[place] = value;
  }
  __syncthreads();
  return values[place];
}
#ifdef RACE
#define SECOND 0
#else
#define SECOND 1
#endif
extern "C" __global__ void f(double* x) {
  x[64 * blockIdx.x + threadIdx.x] = first_of(1.0, 0) + first_of(2.0, SECOND);
}
)");
}

SCENARIO(race_in_dynamic_shared_memory) {
  run(fault, R"(
extern "C" __global__ void f(double* x) {
  extern __shared__ double values[];
  values[threadIdx.x] = threadIdx.x;
  __syncthreads();
  x[64 * blockIdx.x + threadIdx.x] = values[63 - threadIdx.x];
#ifndef RACE
  __syncthreads();
#endif
  values[threadIdx.x] = x[64 * blockIdx.x + threadIdx.x];
}
)", 64 * sizeof(double));
}

SCENARIO(race_in_device_memory_of_a_block) {
  run(fault, R"(
extern "C" __global__ void f(double* x) {
  x += 64 * blockIdx.x;
  x[threadIdx.x] = threadIdx.x;
#ifndef RACE
  __syncthreads();
#endif
  double other = x[63 - threadIdx.x];
  __syncthreads();
  x[threadIdx.x] = other;
}
)");
}

// What a warp does together orders its lanes, and no others.
SCENARIO(race_between_warps) {
  run(fault, R"(
#ifdef RACE
#define OTHER 63 - threadIdx.x
#else
#define OTHER threadIdx.x ^ 31
#endif
extern "C" __global__ void f(double* x) {
  __shared__ double values[64];
  values[threadIdx.x] = threadIdx.x;
  __syncwarp();
  double other = values[OTHER];
  other += __shfl_xor_sync(~0u, other, 1);
  values[threadIdx.x] = other;
  __ballot_sync(~0u, 1);
  x[64 * blockIdx.x + threadIdx.x] = values[threadIdx.x ^ 1];
}
)");
}

SCENARIO(race_between_halves_of_a_warp) {
  run(fault, R"(
#ifdef RACE
#define OTHER threadIdx.x ^ 31
#else
#define OTHER threadIdx.x ^ 15
#endif
extern "C" __global__ void f(double* x) {
  __shared__ double values[64];
  values[threadIdx.x] = threadIdx.x;
  __syncwarp(threadIdx.x % 32 < 16 ? 0xffffu : 0xffff0000u);
  x[64 * blockIdx.x + threadIdx.x] = values[OTHER];
}
)");
}

// The second half waits for the first through one lane that belongs to both masks.
SCENARIO(order_through_a_third_lane) {
  run(fault, R"(
#ifdef RACE
#define BOTH 0x0001ffffu
#else
#define BOTH 0xffff0001u
#endif
extern "C" __global__ void f(double* x) {
  __shared__ double values[64];
  int lane = threadIdx.x % 32;
  values[threadIdx.x] = threadIdx.x;
  if (lane < 16) {
    __syncwarp(0xffffu);
  }
  if ((BOTH >> lane & 1) != 0) {
    __syncwarp(BOTH);
  }
  x[64 * blockIdx.x + threadIdx.x] = lane == 31 ? values[threadIdx.x - 31 + 7] : 0;
}
)");
}

SCENARIO(read_of_what_another_block_writes) {
  run(fault, R"(
#ifdef RACE
#define FROM x
#else
#define FROM (x + 128)
#endif
extern "C" __global__ void f(double* x) {
  x[64 * blockIdx.x + threadIdx.x] = FROM[threadIdx.x] + 1;
}
)");
}

SCENARIO(write_of_what_another_block_reads) {
  run(fault, R"(
extern "C" __global__ void f(double* x) {
  double sum = x[128] + x[129];
#ifdef RACE
  if (blockIdx.x == 1 && threadIdx.x == 0) {
    x[128] = sum + 1;
  }
#endif
  x[64 * blockIdx.x + threadIdx.x] = sum;
}
)");
}

SCENARIO(sum_of_blocks_that_is_not_atomic) {
  run(fault, R"(
extern "C" __global__ void f(double* x) {
  if (threadIdx.x == 0) {
#ifdef RACE
    x[0] += 1;
#else
    atomicAdd(x, 1);
#endif
  }
}
)");
}

SCENARIO(plain_read_of_an_atomic_sum) {
  run(fault, R"(
extern "C" __global__ void f(double* x) {
  atomicAdd(x, 1);
#ifdef RACE
  x[64 * blockIdx.x + threadIdx.x + 1] = x[0];
#endif
}
)");
}

// Whoever writes writes the same.
SCENARIO(different_values_from_all_threads) {
  run(fault, R"(
#ifdef RACE
#define VALUE threadIdx.x
#else
#define VALUE 1
#endif
extern "C" __global__ void f(double* x) { x[0] = VALUE; }
)");
}

SCENARIO(race_for_a_byte) {
  run(fault, R"(
#ifdef RACE
#define WIDTH 1
#else
#define WIDTH 2
#endif
extern "C" __global__ void f(char* x) {
  x += 1024 * blockIdx.x + WIDTH * threadIdx.x;
  x[0] = threadIdx.x;
  x[1] = threadIdx.x + 7;
}
)");
}
