// Which thread this is. The driver sets the indices whenever it switches threads. Variables of the launching thread, for these
// the compiler does not check.
#pragma once

#include "vector_types.h"

#define SOFTCUDA_INDEX extern "C" __attribute__((tls_model("initial-exec"))) __thread

SOFTCUDA_INDEX uint3 threadIdx;
SOFTCUDA_INDEX uint3 blockIdx;
SOFTCUDA_INDEX dim3 blockDim;
SOFTCUDA_INDEX dim3 gridDim;
#undef SOFTCUDA_INDEX

constexpr int warpSize = 32;
