// The addresses of device memory and, in checked mode, of what is kept of its bytes and words. Fixed, so that an address tells at
// once.
#pragma once

#include <cstdint>

#include "../device/dynamic_shared.h"

namespace softcuda {

constexpr uint64_t RANGE_START = 0x200000000000;
constexpr uint64_t RANGE_END = 0x210000000000;  // one TiB: no address is ever given twice
constexpr uint64_t DYNAMIC_SHARED = SOFTCUDA_DYNAMIC_SHARED;  // shared memory whose size the launch tells
static_assert(DYNAMIC_SHARED == RANGE_START + 0x1000);
constexpr uint64_t ALLOCATIONS_START = RANGE_START + 0x100000;
constexpr uint64_t STATES_OFFSET = 0x010000000000;  // the state of the byte at `a` lies at `a + STATES_OFFSET`

constexpr uint64_t WORDS_START = 0x300000000000;  // what races.cpp keeps of the words, in their order
constexpr uint64_t WORD_BYTES = 24;                // of each of 4 bytes

inline bool in_device_range(uint64_t address) { return address >= RANGE_START && address < RANGE_END; }

// Reserves the addresses, once; costs no memory.
void reserve_range();

}  // namespace softcuda
