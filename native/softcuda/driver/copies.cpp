// Allocation, copies and fills of device memory.
#include <cstring>
#include <vector>

#include "counters.h"
#include "deferred.h"
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
  note_use(reinterpret_cast<uint64_t>(from));
  std::memcpy(pointer(to), from, bytes);
  return CUDA_SUCCESS;
}

CUresult to_host(void* to, uint64_t from, size_t bytes) {
  counters().copies_dtoh++;
  if (!check_bytes("the source", from, bytes, Access::READ)) {
    return CUDA_ERROR_INVALID_VALUE;
  }
  note_use(reinterpret_cast<uint64_t>(to));
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

// What a copy from host memory does that the caller may change or free as soon as the call returns.
Operation to_device_from_here(uint64_t to, const void* from, size_t bytes) {
  if (!defers()) {
    return [=] { return to_device(to, from, bytes); };
  }
  auto* start = static_cast<const char*>(from);
  auto copy = std::make_shared<std::vector<char>>(start, start + bytes);
  return [=] { return to_device(to, copy->data(), bytes); };
}

HostBytes host_bytes(const void* host, size_t bytes) { return {reinterpret_cast<uint64_t>(host), bytes}; }

// Host memory that a copy is to fill holds NaN until then, so that who reads it too early sees it. Work that was queued before
// may still read what lies there now.
void forget(const Stream& stream, void* to, size_t bytes) {
  if (defers() && stream.capture == nullptr && !is_named_by_queued(host_bytes(to, bytes))) {
    std::memset(to, 0xff, bytes);
  }
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
    if (CUresult result = forbid_in_capture()) {
      return result;
    }
    Operation copy = to_device_from_here(to, from, bytes);
    return is_page_locked(from, bytes) ? submit_and_wait(nullptr, "cuMemcpyHtoD", copy) : submit(nullptr, "cuMemcpyHtoD", copy);
  });
}

CUresult cuMemcpyDtoH_v2(void* to, uint64_t from, size_t bytes) {
  return driver("cuMemcpyDtoH", [&] {
    CUresult result = forbid_in_capture();
    return result != CUDA_SUCCESS ? result
                                  : submit_and_wait(nullptr, "cuMemcpyDtoH", [=] { return to_host(to, from, bytes); });
  });
}

CUresult cuMemcpyDtoD_v2(uint64_t to, uint64_t from, size_t bytes) {
  return driver("cuMemcpyDtoD", [&] { return submit(nullptr, "cuMemcpyDtoD", [=] { return on_device(to, from, bytes); }); });
}

CUresult cuMemcpyHtoDAsync_v2(uint64_t to, const void* from, size_t bytes, void* handle) {
  return driver("cuMemcpyHtoDAsync", [&] {
    auto stream = find_stream(handle);
    if (stream == nullptr) {
      return CUDA_ERROR_INVALID_HANDLE;
    }
    if (is_page_locked(from, bytes)) {
      return submit(handle, "cuMemcpyHtoDAsync", [=] { return to_device(to, from, bytes); }, {host_bytes(from, bytes)});
    }
    CUresult result = forbid_in_capture_of(stream);
    return result != CUDA_SUCCESS ? result : submit(handle, "cuMemcpyHtoDAsync", to_device_from_here(to, from, bytes));
  });
}

CUresult cuMemcpyDtoHAsync_v2(void* to, uint64_t from, size_t bytes, void* handle) {
  return driver("cuMemcpyDtoHAsync", [&] {
    auto stream = find_stream(handle);
    if (stream == nullptr) {
      return CUDA_ERROR_INVALID_HANDLE;
    }
    Operation copy = [=] { return to_host(to, from, bytes); };
    if (is_page_locked(to, bytes)) {
      forget(*stream, to, bytes);
      return submit(handle, "cuMemcpyDtoHAsync", copy, {host_bytes(to, bytes)});
    }
    CUresult result = forbid_in_capture_of(stream);
    return result != CUDA_SUCCESS ? result : submit_and_wait(handle, "cuMemcpyDtoHAsync", copy);
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
