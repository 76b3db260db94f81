#include "memory.h"

#include <sys/mman.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <iterator>
#include <map>

#include "address_sanitizer.h"
#include "counters.h"
#include "deferred.h"
#include "place.h"
#include "races.h"
#include "range.h"
#include "settings.h"
#include "shadow.h"

namespace softcuda {

namespace {

constexpr size_t PAGE = 4096;
constexpr size_t ALIGNMENT = 256;
constexpr unsigned char UNWRITTEN_BYTE = 0xff;  // four or eight of them are NaN
constexpr unsigned char MARGIN_BYTE = 0xa5;

struct Allocation {
  uint64_t start;
  size_t bytes;
  uint64_t pages;      // where its pages begin
  size_t page_bytes;
  bool live;
  long number;

  uint64_t end() const { return start + bytes; }
  uint64_t pages_end() const { return pages + page_bytes; }
};

std::map<uint64_t, Allocation>& allocations() {
  static auto* map = new std::map<uint64_t, Allocation>;
  return *map;
}

uint64_t next_page = ALLOCATIONS_START;
size_t used = 0;
size_t count = 0;

size_t round_up(size_t bytes, size_t unit) { return (bytes + unit - 1) / unit * unit; }

// The rest of the pages, before and after the bytes of an allocation.
template <class Action>
void for_margins(const Allocation& a, Action action) {
  action(a.pages, a.start - a.pages);
  action(a.end(), a.pages_end() - a.end());
}

void check_margins_of(const Allocation& a) {
  for_margins(a, [&](uint64_t margin, size_t bytes) {
    auto* at = reinterpret_cast<unsigned char*>(margin);
    poison(at, bytes, false);
    for (size_t i = 0; i < bytes; i++) {
      if (at[i] != MARGIN_BYTE) {
        complain("something wrote outside the allocations, at %s", place(margin + i).c_str());
        std::memset(at, MARGIN_BYTE, bytes);  // told once
      }
    }
    poison(at, bytes, true);
  });
}

// The allocation, live or freed, that lies at the address or nearest before it.
const Allocation* nearest(uint64_t address) {
  auto after = allocations().upper_bound(address);
  return after == allocations().begin() ? nullptr : &std::prev(after)->second;
}

const Allocation* live_at(uint64_t address, size_t bytes) {
  const Allocation* a = nearest(address);
  return a != nullptr && a->live && address <= a->end() && bytes <= a->end() - address ? a : nullptr;
}

}  // namespace

CUresult allocate(size_t bytes, uint64_t* address) {
  if (bytes == 0) {
    return CUDA_ERROR_INVALID_VALUE;
  }
  if (bytes > free_memory()) {
    return CUDA_ERROR_OUT_OF_MEMORY;
  }
  reserve_range();
  // Right-aligned in its pages, so that what is just behind it cannot be accessed.
  Allocation a;
  a.bytes = bytes;
  a.pages = next_page;
  a.page_bytes = round_up(round_up(bytes, ALIGNMENT), PAGE);
  a.start = a.pages_end() - round_up(bytes, ALIGNMENT);
  a.live = true;
  a.number = ++counters().allocations_total;
  if (a.pages_end() + PAGE > RANGE_END ||
      mprotect(reinterpret_cast<void*>(a.pages), a.page_bytes, PROT_READ | PROT_WRITE) != 0) {
    complain("no addresses are left for %zu bytes", bytes);
    return CUDA_ERROR_OUT_OF_MEMORY;
  }
  next_page = a.pages_end() + PAGE;
  std::memset(reinterpret_cast<void*>(a.start), UNWRITTEN_BYTE, bytes);
  set_state(a.start, bytes, State::UNWRITTEN);
  for_margins(a, [](uint64_t margin, size_t size) {
    std::memset(reinterpret_cast<void*>(margin), MARGIN_BYTE, size);
    poison(reinterpret_cast<void*>(margin), size, true);
  });
  allocations()[a.start] = a;
  used += bytes;
  count++;
  *address = a.start;
  return CUDA_SUCCESS;
}

CUresult release(uint64_t address) {
  if (address == 0) {
    return CUDA_SUCCESS;
  }
  auto entry = allocations().find(address);
  if (entry == allocations().end() || !entry->second.live) {
    complain("%s is not the start of a live allocation", place(address).c_str());
    return CUDA_ERROR_INVALID_VALUE;
  }
  Allocation& a = entry->second;
  CUresult result = finish_before_free(a.start, a.bytes);
  check_margins_of(a);
  set_state(a.start, a.bytes, State::INACCESSIBLE);
  forget_races(a.pages, a.page_bytes);
  poison(reinterpret_cast<void*>(a.pages), a.page_bytes, true);
  madvise(reinterpret_cast<void*>(a.pages), a.page_bytes, MADV_DONTNEED);
  mprotect(reinterpret_cast<void*>(a.pages), a.page_bytes, PROT_NONE);
  a.live = false;
  used -= a.bytes;
  count--;
  return result;
}

size_t free_memory() { return settings().memory - used; }

size_t live_allocations() { return count; }

size_t live_bytes() { return used; }

void check_margins() {
  for (const auto& entry : allocations()) {
    if (entry.second.live) {
      check_margins_of(entry.second);
    }
  }
}

std::string place_in_allocations(uint64_t address) {
  const Allocation* a = nearest(address);
  // The rest of a page before an allocation belongs to it.
  auto after = allocations().upper_bound(address);
  if (after != allocations().end() && address >= after->second.pages) {
    a = &after->second;
  }
  if (a == nullptr) {
    return "before all allocations";
  }
  char text[120];
  std::snprintf(text, sizeof text, "byte %ld of allocation %ld, which has %zu bytes%s", (long)(address - a->start), a->number,
                a->bytes, a->live ? "" : " and was freed");
  return text;
}

bool check_bytes(const char* operand, uint64_t address, size_t bytes, Access access) {
  return check_matrix(operand, reinterpret_cast<const void*>(address), bytes, 1, bytes, 1, access);
}

bool check_matrix(const char* operand, const void* pointer, size_t rows, size_t columns, size_t leading, size_t element,
                  Access access) {
  if (rows == 0 || columns == 0) {
    return true;
  }
  auto address = reinterpret_cast<uint64_t>(pointer);
  if (address % element != 0) {
    complain("%s: %s is not a multiple of %zu", operand, place(address).c_str(), element);
    return false;
  }
  size_t extent = (leading * (columns - 1) + rows) * element;
  if (live_at(address, extent) == nullptr) {
    complain("%s: %zu bytes at %s are not in one live allocation", operand, extent, place(address).c_str());
    return false;
  }
  note_use(address);
  if (!settings().check) {
    return true;
  }
  for (size_t column = 0; column < columns; column++) {
    uint64_t start = address + column * leading * element;
    if (access == Access::WRITE) {
      set_state(start, rows * element, State::WRITTEN);
      continue;
    }
    size_t unwritten = first_unwritten(start, rows * element);
    if (unwritten < rows * element) {
      counters().uninitialised_reads++;
      complain("%s: reads %s, which was never written", operand, place(start + unwritten).c_str());
      set_state(address, extent, State::WRITTEN);  // told once
      break;
    }
  }
  return true;
}

void scramble(void* address, size_t bytes) {
  std::memset(address, UNWRITTEN_BYTE, bytes);
  set_state(reinterpret_cast<uint64_t>(address), bytes, State::UNWRITTEN);
}

}  // namespace softcuda
