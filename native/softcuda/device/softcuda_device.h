// CUDA's language in terms of C++, put in front of every kernel file.
#pragma once

#include <math.h>
#include <stddef.h>
#include <string.h>
#include <utility>

#include "language.h"
#include "vector_types.h"
#include "indices.h"
#include "dynamic_shared.h"
#include "barriers.h"
#include "warps.h"
#include "atomics.h"
#include "arithmetic.h"
#include "launch.h"
