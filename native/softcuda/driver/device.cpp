#include "device.h"

#include <cstdio>
#include <cstring>

#include "attributes.h"
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

int attribute(int code) {
  switch (code) {
    case MAX_THREADS_PER_BLOCK: return MAX_THREADS;
    case MAX_BLOCK_DIM_X: case MAX_BLOCK_DIM_Y: return 1024;
    case MAX_BLOCK_DIM_Z: return 64;
    case MAX_GRID_DIM_X: return 0x7fffffff;
    case MAX_GRID_DIM_Y: case MAX_GRID_DIM_Z: return MAX_GRID_YZ;
    case MAX_SHARED_MEMORY_PER_BLOCK: return SHARED_BYTES;
    case MAX_SHARED_MEMORY_PER_BLOCK_OPTIN: return SHARED_BYTES_OPTIN;
    case MAX_SHARED_MEMORY_PER_MULTIPROCESSOR: return SHARED_BYTES_MULTIPROCESSOR;
    case RESERVED_SHARED_MEMORY_PER_BLOCK: return 1 << 10;
    case TOTAL_CONSTANT_MEMORY: return 64 << 10;
    case WARP_SIZE: return WARP;
    case MAX_PITCH: return 0x7fffffff;
    case MAX_REGISTERS_PER_BLOCK: case MAX_REGISTERS_PER_MULTIPROCESSOR: return 65536;
    case CLOCK_RATE: case MEMORY_CLOCK_RATE: return 1000000;  // kHz
    case TEXTURE_ALIGNMENT: return 512;
    case GPU_OVERLAP: case CONCURRENT_KERNELS: case ASYNC_ENGINE_COUNT: case UNIFIED_ADDRESSING: return 1;
    case CAN_MAP_HOST_MEMORY: case STREAM_PRIORITIES_SUPPORTED: case MEMORY_POOLS_SUPPORTED: return 1;
    case MULTIPROCESSOR_COUNT: return MULTIPROCESSORS;
    case GLOBAL_MEMORY_BUS_WIDTH: return 64;  // bits
    case L2_CACHE_SIZE: return 4 << 20;
    case MAX_THREADS_PER_MULTIPROCESSOR: return 2048;
    case MAX_BLOCKS_PER_MULTIPROCESSOR: return 32;
    case COMPUTE_CAPABILITY_MAJOR: return 9;
    case COMPUTE_CAPABILITY_MINOR: return 0;
    case SINGLE_TO_DOUBLE_PRECISION_PERF_RATIO: return 2;
    case COOPERATIVE_LAUNCH: return 0;
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
