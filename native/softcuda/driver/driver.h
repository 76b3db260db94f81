// The frame of the driver's own functions.
#pragma once

#include "call.h"
#include "device.h"

namespace softcuda {

// Runs a body as one call of the driver, in a current context.
template <class Body>
CUresult driver(const char* name, Body body) {
  return call<CUresult>(name, typical_error(name), device_error(), [&]() -> CUresult {
    CUresult state = require_context();
    return state == CUDA_SUCCESS ? body() : state;
  });
}

// Runs a body as one call of the driver that needs no context, only cuInit.
template <class Body>
CUresult driver_without_context(const char* name, Body body) {
  return call<CUresult>(name, typical_error(name), device_error(), [&]() -> CUresult {
    return initialised() ? body() : CUDA_ERROR_NOT_INITIALIZED;
  });
}

}  // namespace softcuda
