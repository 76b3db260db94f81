// Checked mode: finds two accesses of one word, at least one a write, that happen in any order on a GPU. Between the threads of
// a block in all memory, and between the blocks of a launch in device memory. The last writer and two readers of each word are
// kept.
#pragma once

#include <cstddef>
#include <cstdint>

#include "../device/image.h"

namespace softcuda {

// A launch begins. The variables of its image are its blocks' own.
void begin_races(const softcuda_image& image);

// Pages of device memory are given back.
void forget_races(uint64_t page, size_t bytes);

// To be told before the access happens.
void note_load(uint64_t address, size_t bytes);
void note_store(uint64_t address, size_t bytes);

// Of a store that has happened, with what was there before.
void note_silent_store(uint64_t address, size_t bytes, const char* before);

// Two writes of the same value are none: whether a store wrote another one is known before the thread goes on to anything else.
void finish_store();

// Before a thread goes on to anything but loads and stores.
void finish_accesses();

}  // namespace softcuda
