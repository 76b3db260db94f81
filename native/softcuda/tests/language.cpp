// What kernels may say: the results must be those of a GPU.
#include <cmath>

#include "scenario.h"

using namespace scenarios;

static void expect(const char* what, const std::vector<double>& got, size_t at, double wanted) {
  if (!(got[at] == wanted) && !(std::isnan(wanted) && std::isnan(got[at]))) {
    std::printf("%s: %.17g, not %.17g\n", what, got[at], wanted);
  }
}

SCENARIO(warps) {
  Device device;
  Kernels kernels(R"(
extern "C" __global__ void warps(double* out) {
  unsigned all = 0xffffffffu;
  int lane = threadIdx.x % warpSize;
  out[0 * 64 + threadIdx.x] = __shfl_sync(all, (double)threadIdx.x, 3);
  out[1 * 64 + threadIdx.x] = __shfl_up_sync(all, (float)threadIdx.x, 2);
  out[2 * 64 + threadIdx.x] = __shfl_down_sync(all, (long long)threadIdx.x, 1, 8);
  out[3 * 64 + threadIdx.x] = __shfl_xor_sync(all, (unsigned long long)threadIdx.x, 16);
  out[4 * 64 + threadIdx.x] = __ballot_sync(all, lane < 5);
  out[5 * 64 + threadIdx.x] = __any_sync(all, threadIdx.x == 40) * 2 + __all_sync(all, threadIdx.x < 32);
  out[6 * 64 + threadIdx.x] = __syncthreads_count(lane == 1) * 100 + __syncthreads_or(threadIdx.x == 7) * 10 +
                              __syncthreads_and(threadIdx.x < 64);
  if (lane < 4) {
    out[7 * 64 + threadIdx.x] = __shfl_sync(0xfu, (int)threadIdx.x, lane + 1, 4);
  }
}
)");
  Doubles out(8 * 64);
  kernels.launch("warps", 1, 64, {&out.address});
  auto got = out.read();
  expect("shfl", got, 40, 35);
  expect("shfl_up, first", got, 64 + 33, 33);
  expect("shfl_up", got, 64 + 34, 32);
  expect("shfl_down, last of a segment", got, 128 + 15, 15);
  expect("shfl_down", got, 128 + 14, 15);
  expect("shfl_xor", got, 192 + 33, 49);
  expect("ballot", got, 256 + 50, 31);
  expect("any and all, first warp", got, 320, 1);
  expect("any and all, second warp", got, 320 + 63, 2);
  expect("barriers with predicates", got, 384 + 5, 211);
  expect("shfl of a part of a warp", got, 448 + 3, 0);
  expect("shfl of a part of a warp", got, 448 + 34, 35);
}

SCENARIO(arithmetic) {
  Device device;
  Kernels kernels(R"(
struct __align__(16) Pair { double a, b; };
__constant__ double table[3] = {1, 2, 3};
__device__ __forceinline__ float half_of(float x) { return 0.5f * x; }
template <class T> __device__ T twice(T x) { return x + x; }
extern "C" __global__ void __launch_bounds__(32, 2) arithmetic(
    double* out, float x, const __grid_constant__ Pair pair, double2 both) {
  int i = 0;
  if (threadIdx.x != 0) return;
  out[i++] = half_of(x) + twice(table[1]);
  out[i++] = pair.a + pair.b + both.x + both.y;
  out[i++] = __umulhi(0x80000000u, 6u);
  out[i++] = (double)__umul64hi(1ull << 63, 10);
  out[i++] = __popc(0xf0f0u) + __clz(1) + __ffs(8);
  out[i++] = __int_as_float(0x40490fdb) + __longlong_as_double(__double_as_longlong(2.5));
  out[i++] = rsqrt(4.0) + rsqrtf(16.0f) + min(3, 2) + max(1.0f, 2.0) + fminf(1, nanf(""));
  out[i++] = isnan(nan("")) + isinf(__longlong_as_double(0x7ff0000000000000)) + isfinite(1.0);
  float4 four = make_float4(1, 2, 3, 4);
  out[i++] = four.w + sizeof(float4) + sizeof(int2) + __ldg(out);
  int counter = 5;
  out[i++] = atomicAdd(&counter, 2) + atomicMax(&counter, 9) + atomicCAS(&counter, 9, 1) + counter;
  out[i++] = __fma_rn(0.1, 10.0, -1.0) != 0 && 0.1 * 10.0 - 1.0 == 0;
  out[i++] = gridDim.x * 100 + blockDim.x + sinpi(0.5) + sqrt(x);
}
)");
  Doubles out(12);
  float x = 4;
  struct alignas(16) Two { double a, b; } pair = {1, 2}, both = {3, 4};
  kernels.launch("arithmetic", 1, 32, {&out.address, &x, &pair, &both});
  auto got = out.read();
  size_t i = 0;
  expect("device functions", got, i++, 6);
  expect("structures as parameters", got, i++, 10);
  expect("umulhi", got, i++, 3);
  expect("umul64hi", got, i++, 5);
  expect("bits", got, i++, 8 + 31 + 4);
  expect("reinterpreted", got, i++, (double)3.14159274f + 2.5);
  expect("functions", got, i++, 0.5 + 0.25 + 2 + 2 + 1);
  expect("kinds of numbers", got, i++, 3);
  expect("vectors", got, i++, 4 + 16 + 8 + 6);
  expect("atomics", got, i++, 5 + 7 + 9 + 1);
  expect("contraction", got, i++, 1);
  expect("indices", got, i++, 100 + 32 + 1 + 2);
}

SCENARIO(compile_error) {
  Device device;
  compile(fault ? "extern \"C\" __global__ void f() {\n  unknown();\n}\n" : "extern \"C\" __global__ void f() {}\n");
}

SCENARIO(name_that_is_not_c) {
  Device device;
  Kernels kernels(fault ? "__global__ void f() {}" : "extern \"C\" __global__ void f() {}");
  void* function;
  SHOW(cuModuleGetFunction(&function, kernels.module, "f"));
}

SCENARIO(damaged_image) {
  Device device;
  std::vector<char> image = compile("extern \"C\" __global__ void f() {}");
  if (fault) {
    image[image.size() / 2] ^= 1;
  }
  void* module;
  if (SHOW(cuModuleLoadData(&module, image.data())) == 0) {
    SHOW(cuModuleUnload(module));
  }
}

SCENARIO(limits) {
  Device device;
  Kernels kernels("extern \"C\" __global__ void __launch_bounds__(64 * 2) f() {}");
  kernels.launch("f", 1, fault ? 1025 : 128, {});
  kernels.launch("f", 1, fault ? 129 : 128, {});
  kernels.launch("f", 1, 32, {}, fault ? 50000 : 1000);
  kernels.launch("f", fault ? 0 : 1, 32, {});
}
