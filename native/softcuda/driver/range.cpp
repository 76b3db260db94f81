#include "range.h"

#include <sys/mman.h>

#include <cstdio>
#include <cstdlib>

#include "settings.h"

namespace softcuda {

namespace {

void reserve(uint64_t start, size_t bytes, int protection) {
  void* address = reinterpret_cast<void*>(start);
  void* got = mmap(address, bytes, protection,
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
    constexpr size_t BYTES = RANGE_END - RANGE_START;
    reserve(RANGE_START, BYTES, PROT_NONE);
    if (settings().check) {
      reserve(RANGE_START + STATES_OFFSET, BYTES, PROT_READ | PROT_WRITE);
      reserve(WORDS_START, BYTES / 4 * WORD_BYTES, PROT_READ | PROT_WRITE);
    }
  }
}

}  // namespace softcuda
