// Threads that wait for each other.
#include "scenario.h"

using namespace scenarios;

// All threads must come to the same barrier, unless they have ended.
SCENARIO(barrier_in_a_branch) {
  Device device;
  Kernels kernels(std::string(fault ? "#define OTHERS __shfl_xor_sync(~0u, 1, 1);\n" : "#define OTHERS return;\n") + R"(
extern "C" __global__ void branch(double* x) {
  if (threadIdx.x < 48) {
    __syncthreads();
    x[threadIdx.x] = 1;
  } else {
    OTHERS
  }
}
)");
  Doubles x(64);
  kernels.launch("branch", 1, 64, {&x.address});
}

SCENARIO(different_barriers) {
  Device device;
  Kernels kernels(std::string(fault ? "#define LIMIT 10\n" : "#define LIMIT 64\n") + R"(
extern "C" __global__ void branch(double* x) {
  if (threadIdx.x < LIMIT) {
    __syncthreads();
  } else {
    __syncthreads();
  }
  x[threadIdx.x] = 1;
}
)");
  Doubles x(64);
  kernels.launch("branch", 1, 64, {&x.address});
}

// Threads of a warp that meet in two different shuffles.
SCENARIO(diverged_shuffle) {
  Device device;
  Kernels kernels(std::string(fault ? "#define HALF(mask) ~0u\n" : "#define HALF(mask) mask\n") + R"(
extern "C" __global__ void halves(int* x) {
  if (threadIdx.x < 16) {
    x[threadIdx.x] = __shfl_xor_sync(HALF(0x0000ffffu), threadIdx.x, 1);
  } else {
    x[threadIdx.x] = __shfl_xor_sync(HALF(0xffff0000u), threadIdx.x, 2);
  }
}
)");
  Doubles x(32);
  kernels.launch("halves", 1, 32, {&x.address});
}

// In the natural order each thread finds what the one before it has written. Only another order shows that it does not wait.
SCENARIO(forgotten_barrier) {
  Device device;
  Kernels kernels(std::string(fault ? "#define WAIT\n" : "#define WAIT __syncthreads();\n") + R"(
extern "C" __global__ void shift(double* x) {
  __shared__ double values[64];
  values[threadIdx.x] = threadIdx.x;
  WAIT
  x[threadIdx.x] = threadIdx.x > 0 ? values[threadIdx.x - 1] : 0;
}
)");
  Doubles x(64);
  kernels.launch("shift", 1, 64, {&x.address});
  double sum = 0;
  for (double value : x.read()) {
    sum += value;
  }
  std::printf("%s\n", sum == 63 * 62 / 2 ? "right" : "wrong");
}

// A warp that is ahead overwrites what another has yet to read: only if warps drift apart, for all of its lanes must pass five
// shuffles meanwhile.
SCENARIO(one_place_for_two_sums) {
  Device device;
  Kernels kernels(std::string(fault ? "#define SECOND 0\n" : "#define SECOND 1\n") + R"(
__device__ double sum_of_block(double value, int place) {
  __shared__ double partial[2][8];
  for (int distance = 16; distance > 0; distance /= 2) {
    value += __shfl_xor_sync(~0u, value, distance);
  }
  if (threadIdx.x % 32 == 0) {
    partial[place][threadIdx.x / 32] = value;
  }
  __syncthreads();
  double sum = 0;
  for (int w = 0; w < 8; w++) {
    sum += partial[place][w];
  }
  return sum;
}
extern "C" __global__ void sums(double* x) {
  x[threadIdx.x] = sum_of_block(1, 0);
  x[256 + threadIdx.x] = sum_of_block(100, SECOND);
}
)");
  Doubles x(512);
  kernels.launch("sums", 1, 256, {&x.address});
  double sum = 0;
  for (double value : x.read()) {
    sum += value;
  }
  std::printf("%s\n", sum == 256 * 256 * 101 ? "right" : "wrong");
}

// One block must not depend on another that comes before it.
SCENARIO(order_of_blocks) {
  Device device;
  Kernels kernels(std::string(fault ? "#define FROM blockIdx.x\n" : "#define FROM 0\n") + R"(
extern "C" __global__ void next(double* x) { x[blockIdx.x + 1] = x[FROM] + 1; }
)");
  Doubles x(9);
  kernels.launch("next", 8, 1, {&x.address});
  std::printf("%s\n", x.read()[8] == (fault ? 8 : 1) ? "right" : "wrong");
}
