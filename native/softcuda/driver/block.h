// One block of threads, each on a fiber. A thread runs until it ends or waits for others; one that never waits gives its
// stack to the next, so that a kernel without barriers needs one fiber.
#pragma once

#include <cstddef>
#include <string>

#include "../device/vector_types.h"
#include "results.h"

namespace softcuda {

struct Work {
  const char* kernel;
  void (*run)(void* const* arguments);  // one thread
  void* const* arguments;
  dim3 grid;
  dim3 block;
  char* shared_begin;    // the shared variables of the kernel's file
  char* shared_end;
  size_t dynamic_bytes;  // of dynamic shared memory
};

// Runs all blocks; stops at the first error.
CUresult run_blocks(const Work& work);

// Where the kernel is, in words: its name, block and thread.
std::string where();

// Stops the kernel that runs on this stack; the launch returns the error.
[[noreturn]] void stop_kernel(CUresult error);

}  // namespace softcuda
