// Which thread this is. The driver sets the indices whenever it switches threads.
#pragma once

#include "vector_types.h"

extern "C" uint3 threadIdx;
extern "C" uint3 blockIdx;
extern "C" dim3 blockDim;
extern "C" dim3 gridDim;

constexpr int warpSize = 32;
