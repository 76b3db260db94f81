#include "host_memory.h"

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <iterator>
#include <map>

#include "counters.h"
#include "deferred.h"
#include "driver.h"
#include "stream.h"

namespace softcuda {

namespace {

std::map<uint64_t, size_t>& blocks() {
  static auto* map = new std::map<uint64_t, size_t>;
  return *map;
}

CUresult allocate_host(void** address, size_t bytes) {
  if (CUresult result = forbid_in_capture()) {
    return result;
  }
  if (bytes == 0) {
    return CUDA_ERROR_INVALID_VALUE;
  }
  *address = std::aligned_alloc(4096, (bytes + 4095) / 4096 * 4096);
  if (*address == nullptr) {
    return CUDA_ERROR_OUT_OF_MEMORY;
  }
  counters().host_allocations_total++;
  std::memset(*address, 0xff, bytes);
  blocks()[reinterpret_cast<uint64_t>(*address)] = bytes;
  return CUDA_SUCCESS;
}

}  // namespace

size_t live_host_allocations() { return blocks().size(); }

bool is_page_locked(const void* pointer, size_t bytes) {
  auto address = reinterpret_cast<uint64_t>(pointer);
  auto after = blocks().upper_bound(address);
  if (after == blocks().begin()) {
    return false;
  }
  auto block = std::prev(after);
  return address + bytes <= block->first + block->second;
}

}  // namespace softcuda

using namespace softcuda;

extern "C" {

CUresult cuMemAllocHost_v2(void** address, size_t bytes) {
  return driver("cuMemAllocHost", [&] { return allocate_host(address, bytes); });
}

CUresult cuMemHostAlloc(void** address, size_t bytes, unsigned int) {
  return driver("cuMemHostAlloc", [&] { return allocate_host(address, bytes); });
}

CUresult cuMemFreeHost(void* address) {
  return driver("cuMemFreeHost", [&] {
    if (CUresult result = forbid_in_capture()) {
      return result;
    }
    auto block = blocks().find(reinterpret_cast<uint64_t>(address));
    if (block == blocks().end()) {
      complain("%p is not page-locked host memory; was it freed?", address);
      return CUDA_ERROR_INVALID_VALUE;
    }
    CUresult result = finish_before_free(block->first, block->second);
    blocks().erase(block);
    std::free(address);
    return result;
  });
}

}
