// What a compiled image tells the driver about itself.
#pragma once

#include <stddef.h>

constexpr int SOFTCUDA_MAX_PARAMETERS = 512;
constexpr size_t SOFTCUDA_MAX_PARAMETER_BYTES = 4096;

struct softcuda_kernel {
  const char* name;
  void (*run)(void* const* arguments);  // the work of one thread
  int max_threads;                      // of a block
  int parameters;
  size_t sizes[SOFTCUDA_MAX_PARAMETERS];  // bytes of each parameter
};

struct softcuda_image {
  const char* build;  // which build of softcuda compiled it, and for which checks
  const softcuda_kernel* kernels;
  int count;
  char* begin;  // of all that is loaded
  char* end;
  char* shared_begin;
  char* shared_end;
};

// What the names of shared variables begin with in checked mode.
#define SOFTCUDA_SHARED_VARIABLE "softcuda_shared_"

#define SOFTCUDA_IMAGE "softcuda_image_table"
