#include "silent_stores.h"

#include <cstring>

#include "races.h"

namespace softcuda {

namespace {

constexpr size_t LOADS = 16;
constexpr size_t LARGEST = 16;

struct Load {
  uint64_t address;
  size_t bytes;  // 0 where there is none
  char value[LARGEST];
};

Load loads[LOADS] = {};
size_t next = 0;

void finish(Load& load) {
  size_t bytes = load.bytes;
  load.bytes = 0;
  if (bytes != 0 && std::memcmp(load.value, reinterpret_cast<const void*>(load.address), bytes) != 0) {
    note_silent_store(load.address, bytes, load.value);
  }
}

}  // namespace

void remember_load(uint64_t address, size_t bytes) {
  if (bytes > LARGEST) {
    return;
  }
  Load& load = loads[next++ % LOADS];
  finish(load);
  load.address = address;
  load.bytes = bytes;
  std::memcpy(load.value, reinterpret_cast<const void*>(address), bytes);
}

void find_silent_stores() {
  for (Load& load : loads) {
    finish(load);
  }
}

void forget_loads() {
  for (Load& load : loads) {
    load.bytes = 0;
  }
}

}  // namespace softcuda
