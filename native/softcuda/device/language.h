// Words of the language. nvrtc/source.cpp has found the kernels and replaced `extern __shared__` before these are
// expanded.
#pragma once

#define __global__
#define __device__
#define __host__
#define __constant__
#define __managed__
#define __forceinline__ inline __attribute__((always_inline))
#define __noinline__ __attribute__((noinline))
#define __builtin_assume(condition) ((void)0)
#define __align__(n) __attribute__((aligned(n)))
#define __restrict__ __restrict

// Blocks run one after the other, so that one copy of a shared variable is enough. They lie in a section of their own,
// whose bounds the linker tells: softcuda forgets their values where a block begins.
#define __shared__ static __attribute__((section("softcuda_shared")))

// The same variable, of which the compiler cannot know that it is.
template <class T>
__forceinline__ T& softcuda_hidden(T& variable) {
  T* address = &variable;
  asm("" : "+r"(address));
  return *address;
}

#define __launch_bounds__(...)
#define __grid_constant__
