// The addresses of device memory and, in checked mode, of the states of its bytes. Fixed, so that an address tells at once.
#pragma once

#include <cstdint>

namespace softcuda {

constexpr uint64_t RANGE_START = 0x200000000000;
constexpr uint64_t RANGE_END = 0x210000000000;  // one TiB: no address is ever given twice
constexpr uint64_t DYNAMIC_SHARED = RANGE_START + 0x1000;     // shared memory whose size the launch tells
constexpr uint64_t ALLOCATIONS_START = RANGE_START + 0x100000;
constexpr uint64_t STATES_OFFSET = 0x010000000000;  // the state of the byte at `a` lies at `a + STATES_OFFSET`

inline bool in_device_range(uint64_t address) { return address >= RANGE_START && address < RANGE_END; }

// Reserves the addresses, once; costs no memory.
void reserve_range();

}  // namespace softcuda
