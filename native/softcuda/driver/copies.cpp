// Allocation, copies and fills of device memory.
#include <cstring>

#include "counters.h"
#include "driver.h"
#include "host_memory.h"
#include "memory.h"
#include "stream.h"

namespace softcuda {

namespace {

void* pointer(uint64_t address) { return reinterpret_cast<void*>(address); }

CUresult to_device(uint64_t to, const void* from, size_t bytes) {
  if (!check_bytes("the destination", to, bytes, Access::WRITE)) {
    return CUDA_ERROR_INVALID_VALUE;
  }
  std::memcpy(pointer(to), from, bytes);
  return CUDA_SUCCESS;
}

CUresult to_host(void* to, uint64_t from, size_t bytes) {
  counters().copies_dtoh++;
  if (!check_bytes("the source", from, bytes, Access::READ)) {
    return CUDA_ERROR_INVALID_VALUE;
  }
  std::memcpy(to, pointer(from), bytes);
  return CUDA_SUCCESS;
}

CUresult on_device(uint64_t to, uint64_t from, size_t bytes) {
  if (!check_bytes("the source", from, bytes, Access::READ) || !check_bytes("the destination", to, bytes, Access::WRITE)) {
    return CUDA_ERROR_INVALID_VALUE;
  }
  std::memmove(pointer(to), pointer(from), bytes);
  return CUDA_SUCCESS;
}

CUresult fill_bytes(uint64_t to, unsigned char value, size_t count) {
  if (!check_bytes("the destination", to, count, Access::WRITE)) {
    return CUDA_ERROR_INVALID_VALUE;
  }
  std::memset(pointer(to), value, count);
  return CUDA_SUCCESS;
}

CUresult fill_words(uint64_t to, unsigned int value, size_t count) {
  if (to % sizeof value != 0 || !check_bytes("the destination", to, count * sizeof value, Access::WRITE)) {
    return CUDA_ERROR_INVALID_VALUE;
  }
  for (size_t i = 0; i < count; i++) {
    static_cast<unsigned int*>(pointer(to))[i] = value;
  }
  return CUDA_SUCCESS;
}

// A captured copy names host memory that must still be there when it runs.
CUresult require_page_locked(const void* host, size_t bytes, const void* stream) {
  auto on = find_stream(stream);
  if (on == nullptr) {
    return CUDA_ERROR_INVALID_HANDLE;
  }
  return is_page_locked(host, bytes) ? CUDA_SUCCESS : forbid_in_capture_of(on);
}

}  // namespace
}  // namespace softcuda

using namespace softcuda;

extern "C" {

CUresult cuMemAlloc_v2(uint64_t* address, size_t bytes) {
  return driver("cuMemAlloc", [&] {
    CUresult result = forbid_in_capture();
    return result != CUDA_SUCCESS ? result : allocate(bytes, address);
  });
}

CUresult cuMemFree_v2(uint64_t address) {
  return driver("cuMemFree", [&] {
    CUresult result = forbid_in_capture();
    return result != CUDA_SUCCESS ? result : release(address);
  });
}

CUresult cuMemcpyHtoD_v2(uint64_t to, const void* from, size_t bytes) {
  return driver("cuMemcpyHtoD", [&] {
    CUresult result = forbid_in_capture();
    return result != CUDA_SUCCESS ? result : submit(nullptr, "cuMemcpyHtoD", [=] { return to_device(to, from, bytes); });
  });
}

CUresult cuMemcpyDtoH_v2(void* to, uint64_t from, size_t bytes) {
  return driver("cuMemcpyDtoH", [&] {
    CUresult result = forbid_in_capture();
    return result != CUDA_SUCCESS ? result : submit(nullptr, "cuMemcpyDtoH", [=] { return to_host(to, from, bytes); });
  });
}

CUresult cuMemcpyDtoD_v2(uint64_t to, uint64_t from, size_t bytes) {
  return driver("cuMemcpyDtoD", [&] { return submit(nullptr, "cuMemcpyDtoD", [=] { return on_device(to, from, bytes); }); });
}

CUresult cuMemcpyHtoDAsync_v2(uint64_t to, const void* from, size_t bytes, void* stream) {
  return driver("cuMemcpyHtoDAsync", [&] {
    CUresult result = require_page_locked(from, bytes, stream);
    return result != CUDA_SUCCESS
               ? result
               : submit(stream, "cuMemcpyHtoDAsync", [=] { return to_device(to, from, bytes); });
  });
}

CUresult cuMemcpyDtoHAsync_v2(void* to, uint64_t from, size_t bytes, void* stream) {
  return driver("cuMemcpyDtoHAsync", [&] {
    CUresult result = require_page_locked(to, bytes, stream);
    return result != CUDA_SUCCESS
               ? result
               : submit(stream, "cuMemcpyDtoHAsync", [=] { return to_host(to, from, bytes); });
  });
}

CUresult cuMemcpyDtoDAsync_v2(uint64_t to, uint64_t from, size_t bytes, void* stream) {
  return driver("cuMemcpyDtoDAsync",
                [&] { return submit(stream, "cuMemcpyDtoDAsync", [=] { return on_device(to, from, bytes); }); });
}

CUresult cuMemsetD8_v2(uint64_t to, unsigned char value, size_t count) {
  return driver("cuMemsetD8", [&] { return submit(nullptr, "cuMemsetD8", [=] { return fill_bytes(to, value, count); }); });
}

CUresult cuMemsetD8Async(uint64_t to, unsigned char value, size_t count, void* stream) {
  return driver("cuMemsetD8Async",
                [&] { return submit(stream, "cuMemsetD8Async", [=] { return fill_bytes(to, value, count); }); });
}

CUresult cuMemsetD32_v2(uint64_t to, unsigned int value, size_t count) {
  return driver("cuMemsetD32", [&] { return submit(nullptr, "cuMemsetD32", [=] { return fill_words(to, value, count); }); });
}

CUresult cuMemsetD32Async(uint64_t to, unsigned int value, size_t count, void* stream) {
  return driver("cuMemsetD32Async",
                [&] { return submit(stream, "cuMemsetD32Async", [=] { return fill_words(to, value, count); }); });
}

}
