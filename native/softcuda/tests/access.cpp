// Accesses to memory that is not there, or that holds nothing.
#include "scenario.h"

using namespace scenarios;

static const char* const COPY = R"(
extern "C" __global__ void copy(const double* from, double* to, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i < n) {
    to[i] = from[i];
  }
}
)";

// One element behind the end: only checked mode sees that at once; the other sees what was overwritten.
SCENARIO(store_behind_the_end) {
  Device device;
  Kernels kernels(COPY);
  Doubles from(31), to(fault ? 30 : 31);
  int n = 31;
  kernels.launch("copy", 1, 64, {&from.address, &to.address, &n});
  SHOW(cuStreamSynchronize(device.stream));
}

SCENARIO(load_behind_the_end) {
  Device device;
  Kernels kernels(COPY);
  Doubles from(fault ? 30 : 31), to(31);
  int n = 31;
  kernels.launch("copy", 1, 64, {&from.address, &to.address, &n});
}

SCENARIO(store_far_away) {
  Device device;
  Kernels kernels(COPY);
  Doubles from(4096), to(fault ? 32 : 4096);
  int n = 4096;
  kernels.launch("copy", 16, 256, {&from.address, &to.address, &n});
  SHOW(cuCtxSynchronize());
}

SCENARIO(null_pointer) {
  Device device;
  Kernels kernels(COPY);
  Doubles from(8), to(8);
  uint64_t target = fault ? 0 : to.address;
  int n = 8;
  kernels.launch("copy", 1, 8, {&from.address, &target, &n});
}

SCENARIO(host_pointer) {
  Device device;
  Kernels kernels(COPY);
  Doubles from(8), to(8);
  std::vector<double> host(8);
  auto source = fault ? reinterpret_cast<uint64_t>(host.data()) : from.address;
  int n = 8;
  kernels.launch("copy", 1, 8, {&source, &to.address, &n});
}

SCENARIO(result_in_host_memory) {
  Device device;
  Kernels kernels(COPY);
  Doubles from(8), to(8);
  std::vector<double> host(8);
  auto target = fault ? reinterpret_cast<uint64_t>(host.data()) : to.address;
  int n = 8;
  kernels.launch("copy", 1, 8, {&from.address, &target, &n});
}

SCENARIO(misaligned_double) {
  Device device;
  Kernels kernels(COPY);
  Doubles from(9), to(8);
  uint64_t source = from.address + (fault ? 4 : 8);
  int n = 8;
  kernels.launch("copy", 1, 8, {&source, &to.address, &n});
}

// Four floats at once, as a cast demands it; a structure of floats may lie at any float.
SCENARIO(misaligned_vector) {
  Device device;
  Kernels kernels(R"(
struct __align__(16) Four { float v[4]; };
struct Floats { float v[4]; };
extern "C" __global__ void sum(const float* x, float* result, int first) {
  Four four = *reinterpret_cast<const Four*>(x + first);
  Floats floats = *reinterpret_cast<const Floats*>(x + 1);
  *result = four.v[0] + four.v[1] + four.v[2] + four.v[3] + floats.v[0] + floats.v[1] + floats.v[2] + floats.v[3];
}
)");
  Doubles x(4), result(1);
  int first = fault ? 2 : 4;
  kernels.launch("sum", 1, 1, {&x.address, &result.address, &first});
}

SCENARIO(deep_recursion) {
  Device device;
  Kernels kernels(R"(
__device__ __noinline__ double deep(int n, const double* x) {
  volatile double local[8] = {};
  return n == 0 ? x[0] : local[n % 8] + deep(n - 1, x) + local[(n + 1) % 8];
}
extern "C" __global__ void dive(double* x, int n) { x[0] = deep(n, x); }
)");
  Doubles x(1);
  int n = fault ? 100000 : 10;
  kernels.launch("dive", 1, 1, {&x.address, &n});
}

SCENARIO(large_local_array) {
  Device device;
  Kernels kernels(std::string(fault ? "#define COUNT 100000\n" : "#define COUNT 1000\n") + R"(
extern "C" __global__ void dive(double* x, int at) {
  volatile double local[COUNT];
  local[at] = x[0];
  x[0] = local[at];
}
)");
  Doubles x(1);
  int at = 3;
  kernels.launch("dive", 1, 1, {&x.address, &at});
}

SCENARIO(use_after_free_in_a_kernel) {
  Device device;
  Kernels kernels(COPY);
  Doubles from(8);
  uint64_t target;
  SHOW(cuMemAlloc_v2(&target, 64));
  if (fault) {
    SHOW(cuMemFree_v2(target));
  }
  int n = 8;
  kernels.launch("copy", 1, 8, {&from.address, &target, &n});
  if (!fault) {
    SHOW(cuMemFree_v2(target));
  }
}

SCENARIO(use_after_free_in_a_copy) {
  Device device;
  uint64_t target;
  double value = 1;
  SHOW(cuMemAlloc_v2(&target, 64));
  if (!fault) {
    SHOW(cuMemcpyHtoD_v2(target, &value, sizeof value));
  }
  SHOW(cuMemFree_v2(target));
  if (fault) {
    SHOW(cuMemcpyHtoD_v2(target, &value, sizeof value));
  }
}

SCENARIO(copy_behind_the_end) {
  Device device;
  Doubles from(8), to(8);
  SHOW(cuMemcpyDtoDAsync_v2(to.address + (fault ? 8 : 0), from.address, 64, device.stream));
}

SCENARIO(free_twice) {
  Device device;
  uint64_t address;
  SHOW(cuMemAlloc_v2(&address, 64));
  SHOW(cuMemFree_v2(address));
  if (fault) {
    SHOW(cuMemFree_v2(address));
  }
}

SCENARIO(read_of_unwritten_memory) {
  Device device;
  Kernels kernels(COPY);
  Doubles from(8, !fault), to(8);
  int n = 8;
  kernels.launch("copy", 1, 8, {&from.address, &to.address, &n});
}

SCENARIO(copy_of_unwritten_memory) {
  Device device;
  Doubles from(8, !fault);
  from.read();
}


SCENARIO(read_of_unwritten_shared_memory) {
  Device device;
  Kernels kernels(std::string(fault ? "#define WRITTEN 31\n" : "#define WRITTEN 32\n") + R"(
extern "C" __global__ void reverse(double* x) {
  __shared__ double values[32];
  x += 32 * blockIdx.x;
  if (threadIdx.x < WRITTEN) {
    values[threadIdx.x] = x[threadIdx.x];
  }
  __syncthreads();
  x[threadIdx.x] = values[31 - threadIdx.x];
}
)");
  Doubles x(64);
  kernels.launch("reverse", 2, 32, {&x.address});
}

SCENARIO(store_behind_a_shared_variable) {
  Device device;
  Kernels kernels(std::string(fault ? "#define COUNT 31\n" : "#define COUNT 32\n") + R"(
extern "C" __global__ void reverse(float* x) {
  __shared__ float values[COUNT];
  __shared__ float others[32];
  x += 32 * blockIdx.x;
  values[threadIdx.x] = x[threadIdx.x];
  others[threadIdx.x] = x[threadIdx.x];
  __syncthreads();
  x[threadIdx.x] = values[31 - threadIdx.x] + others[threadIdx.x];
}
)");
  Doubles x(32);
  kernels.launch("reverse", 2, 32, {&x.address});
}

SCENARIO(too_little_dynamic_shared_memory) {
  Device device;
  Kernels kernels(R"(
extern "C" __global__ void fill(double* x) {
  extern __shared__ double values[];
  x += 32 * blockIdx.x;
  values[threadIdx.x] = x[threadIdx.x];
  __syncthreads();
  x[threadIdx.x] = values[31 - threadIdx.x];
}
)");
  Doubles x(64);
  kernels.launch("fill", 2, 32, {&x.address}, (fault ? 31 : 32) * sizeof(double));
}

SCENARIO(device_is_unusable_after_a_fault) {
  Device device;
  Kernels kernels(COPY);
  Doubles x(8);
  uint64_t nowhere = fault ? 16 : x.address;
  int n = 8;
  kernels.launch("copy", 1, 8, {&x.address, &nowhere, &n});
  Doubles more(8);
}

SCENARIO(division_by_zero) {
  Device device;
  Kernels kernels(R"(
extern "C" __global__ void divide(int* x, int by) { x[threadIdx.x] = 7 / by; }
)");
  Doubles x(8);
  int by = fault ? 0 : 1;
  kernels.launch("divide", 1, 8, {&x.address, &by});
}
