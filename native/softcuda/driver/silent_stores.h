// Checked mode: the compiler asks once where a thread reads a place and writes it at once, as x += 1 does. The value tells such a
// store: while a thread runs nobody else changes what it has read.
#pragma once

#include <cstddef>
#include <cstdint>

namespace softcuda {

// Looks later, or when so many loads have followed that the compiler would have asked again.
void remember_load(uint64_t address, size_t bytes);

// Looks now.
void find_silent_stores();

// Of a launch that was stopped.
void forget_loads();

}  // namespace softcuda
