#include "range.h"

#include <sys/mman.h>

#include <cstdio>
#include <cstdlib>

#include "settings.h"

namespace softcuda {

namespace {

void reserve(uint64_t start, int protection) {
  void* address = reinterpret_cast<void*>(start);
  void* got = mmap(address, RANGE_END - RANGE_START, protection,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);
  if (got != address) {
    std::perror("softcuda: the addresses of device memory are not free");
    std::abort();
  }
}

}  // namespace

void reserve_range() {
  static bool reserved = false;
  if (!reserved) {
    reserved = true;
    reserve(RANGE_START, PROT_NONE);
    if (settings().check) {
      reserve(RANGE_START + STATES_OFFSET, PROT_READ | PROT_WRITE);
    }
  }
}

}  // namespace softcuda
