// Checked mode: one state for each byte of device memory and of a block's shared memory.
#pragma once

#include <cstddef>
#include <cstdint>

namespace softcuda {

enum class State : unsigned char { INACCESSIBLE = 0, UNWRITTEN = 1, WRITTEN = 2 };

// Sets the state of bytes of the device's range; does nothing if not in checked mode.
void set_state(uint64_t address, size_t bytes, State state);

// The offset of the first byte that was never written, or `bytes`.
size_t first_unwritten(uint64_t address, size_t bytes);

// The shared variables of the kernel that runs now; their values are forgotten.
void forget_shared(char* begin, char* end);

}  // namespace softcuda
