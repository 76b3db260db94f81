// One block of threads, each on a fiber. A thread runs until it ends or waits for others; one that never waits gives its
// stack to the next, so that a kernel without barriers needs one fiber.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "../device/image.h"
#include "../device/vector_types.h"
#include "fiber.h"
#include "results.h"

namespace softcuda {

struct Work {
  const char* kernel;
  void (*run)(void* const* arguments);  // one thread
  void* const* arguments;
  dim3 grid;
  dim3 block;
  const softcuda_image& image;
  size_t dynamic_bytes;  // of dynamic shared memory
};

// Runs all blocks; stops at the first error.
CUresult run_blocks(const Work& work);

// The kernel that runs.
const char* kernel_name();

// Where the kernel is, in words: its name, block and thread.
std::string where();

// Another thread of the launch in words: without its block if that is the one that runs.
std::string where_else(uint3 block, int thread);

// Whether an address lies in what was loaded of the kernel's file.
bool in_kernels_file(uint64_t address);

// The stack that is used now.
const Fiber& running_fiber();

// Stops the kernel that runs on this stack; the launch returns the error.
[[noreturn]] void stop_kernel(CUresult error);

}  // namespace softcuda
