#include "device.h"

#include <cstdio>
#include <cstring>

#include "counters.h"
#include "deferred.h"
#include "driver.h"
#include "memory.h"
#include "settings.h"
#include "stream.h"

namespace softcuda {

namespace {

bool init = false;
long retained = 0;
char primary;  // its address is the handle
thread_local void* current = nullptr;

}  // namespace

bool initialised() { return init; }

long contexts_retained() { return retained; }

CUresult require_context() {
  if (!init) {
    return CUDA_ERROR_NOT_INITIALIZED;
  }
  if (current == nullptr) {
    complain("this thread has no current context");
    return CUDA_ERROR_INVALID_CONTEXT;
  }
  return retained > 0 ? CUDA_SUCCESS : CUDA_ERROR_CONTEXT_IS_DESTROYED;
}

namespace {

// By CUdevice_attribute.
int attribute(int code) {
  switch (code) {
    case 1: return MAX_THREADS;
    case 2: case 3: return 1024;
    case 4: return 64;
    case 5: return 0x7fffffff;
    case 6: case 7: return MAX_GRID_YZ;
    case 8: return SHARED_BYTES;
    case 9: return 64 << 10;       // constant memory
    case 10: return WARP;
    case 11: return 0x7fffffff;    // pitch
    case 12: case 82: return 65536;  // registers
    case 13: return 1000000;       // clock in kHz
    case 14: return 512;           // texture alignment
    case 15: case 31: case 40: case 41: return 1;  // overlap, concurrent kernels, copy engines, unified addressing
    case 16: return MULTIPROCESSORS;
    case 19: case 78: case 115: return 1;  // mapped host memory, stream priorities, memory pools
    case 36: return 1000000;       // memory clock in kHz
    case 37: return 64;            // memory bus in bits
    case 38: return 4 << 20;       // L2 cache
    case 39: return 2048;          // threads of a multiprocessor
    case 75: return 9;             // compute capability
    case 76: return 0;
    case 81: return SHARED_BYTES_MULTIPROCESSOR;
    case 87: return 2;             // float is twice as fast as double
    case 95: return 0;             // cooperative launch
    case 97: return SHARED_BYTES_OPTIN;
    case 106: return 32;           // blocks of a multiprocessor
    case 111: return 1 << 10;      // shared memory that the system takes of each block
    default: return 0;
  }
}

CUresult require_device(int device) { return device == 0 ? CUDA_SUCCESS : CUDA_ERROR_INVALID_DEVICE; }

}  // namespace
}  // namespace softcuda

using namespace softcuda;

extern "C" {

CUresult cuInit(unsigned int flags) {
  return call<CUresult>("cuInit", typical_error("cuInit"), device_error(), [&] {
    init = init || flags == 0;
    return flags == 0 ? CUDA_SUCCESS : CUDA_ERROR_INVALID_VALUE;
  });
}

CUresult cuDriverGetVersion(int* version) {
  return call<CUresult>("cuDriverGetVersion", CUDA_ERROR_UNKNOWN, device_error(), [&] {
    *version = 12060;
    return CUDA_SUCCESS;
  });
}

CUresult cuDeviceGetCount(int* count) {
  return driver_without_context("cuDeviceGetCount", [&] {
    *count = 1;
    return CUDA_SUCCESS;
  });
}

CUresult cuDeviceGet(int* device, int ordinal) {
  return driver_without_context("cuDeviceGet", [&] {
    *device = 0;
    return require_device(ordinal);
  });
}

CUresult cuDeviceGetName(char* name, int length, int device) {
  return driver_without_context("cuDeviceGetName", [&] {
    std::snprintf(name, (size_t)length, "softcuda");
    return require_device(device);
  });
}

CUresult cuDeviceGetUuid(unsigned char* uuid, int device) {
  return driver_without_context("cuDeviceGetUuid", [&] {
    std::memcpy(uuid, "softcuda softcuda", 16);
    return require_device(device);
  });
}

CUresult cuDeviceGetPCIBusId(char* text, int length, int device) {
  return driver_without_context("cuDeviceGetPCIBusId", [&] {
    std::snprintf(text, (size_t)length, "0000:00:00.0");
    return require_device(device);
  });
}

CUresult cuDeviceGetAttribute(int* value, int code, int device) {
  return driver_without_context("cuDeviceGetAttribute", [&] {
    *value = attribute(code);
    return require_device(device);
  });
}

CUresult cuDeviceTotalMem_v2(size_t* bytes, int device) {
  return driver_without_context("cuDeviceTotalMem", [&] {
    *bytes = settings().memory;
    return require_device(device);
  });
}

CUresult cuDevicePrimaryCtxRetain(void** context, int device) {
  return driver_without_context("cuDevicePrimaryCtxRetain", [&] {
    if (CUresult result = require_device(device)) {
      return result;
    }
    retained++;
    *context = &primary;
    return CUDA_SUCCESS;
  });
}

CUresult cuDevicePrimaryCtxRelease_v2(int device) {
  return driver_without_context("cuDevicePrimaryCtxRelease", [&] {
    if (CUresult result = require_device(device)) {
      return result;
    }
    if (retained == 0) {
      complain("the context was not retained");
      return CUDA_ERROR_INVALID_CONTEXT;
    }
    retained--;
    return CUDA_SUCCESS;
  });
}

CUresult cuCtxSetCurrent(void* context) {
  return driver_without_context("cuCtxSetCurrent", [&] {
    if (context != nullptr && (context != &primary || retained == 0)) {
      return CUDA_ERROR_INVALID_CONTEXT;
    }
    current = context;
    return CUDA_SUCCESS;
  });
}

CUresult cuCtxGetCurrent(void** context) {
  return driver_without_context("cuCtxGetCurrent", [&] {
    *context = current;
    return CUDA_SUCCESS;
  });
}

CUresult cuCtxGetDevice(int* device) {
  return driver("cuCtxGetDevice", [&] {
    *device = 0;
    return CUDA_SUCCESS;
  });
}

CUresult cuCtxSynchronize() {
  return driver("cuCtxSynchronize", [&] {
    counters().synchronizations++;
    CUresult result = forbid_in_capture();
    return result != CUDA_SUCCESS ? result : finish_all();
  });
}

CUresult cuMemGetInfo_v2(size_t* free, size_t* total) {
  return driver("cuMemGetInfo", [&] {
    *free = free_memory();
    *total = settings().memory;
    return CUDA_SUCCESS;
  });
}

}
