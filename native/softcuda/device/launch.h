// How the driver calls a kernel. The types of the parameters are deduced from the kernel itself.
#pragma once

#include "image.h"

template <auto kernel>
struct softcuda_launch;

template <class... Parameters, void (*kernel)(Parameters...)>
struct softcuda_launch<kernel> {
  // The arguments are host memory, which no kernel may read itself.
  __attribute__((no_sanitize("address,alignment"))) static void run(void* const* arguments) {
    run(arguments, std::index_sequence_for<Parameters...>());
  }

  template <size_t... index>
  __attribute__((no_sanitize("address,alignment"))) static void run(void* const* arguments, std::index_sequence<index...>) {
    kernel(*static_cast<Parameters*>(arguments[index])...);
  }

  static constexpr softcuda_kernel describe(const char* name, int max_threads) {
    static_assert(sizeof...(Parameters) <= SOFTCUDA_MAX_PARAMETERS, "too many parameters");
    static_assert((sizeof(Parameters) + ... + 0) <= SOFTCUDA_MAX_PARAMETER_BYTES, "too many bytes of parameters");
    return {name, run, max_threads, sizeof...(Parameters), {sizeof(Parameters)...}};
  }
};

constexpr int softcuda_bounds(int threads = 1024, int = 0, int = 0) { return threads; }

// One line of an image's table of kernels.
#define SOFTCUDA_KERNEL(name, bounds) softcuda_launch<&name>::describe(#name, softcuda_bounds bounds)
