// With SOFTCUDA_DEFER, what is queued and has not run: streams keep their operations until somebody waits for them, so that a
// program that forgets to wait sees what a GPU might show it.
#pragma once

#include <cstddef>
#include <cstdint>

#include "stream.h"

namespace softcuda {

// Whether streams keep what is queued.
bool defers();

// Keeps an operation. Runs the oldest ones first if the queue is full: a device does not wait for ever to be waited for.
CUresult defer(Stream& stream, Queued operation);

// Run what a stream, or every stream, has kept, or its oldest operation. An operation that fails leaves the device unusable, and
// what comes after it never runs.
CUresult finish(Stream& stream);
CUresult finish_all();
CUresult finish_blocking();
CUresult run_oldest(Stream& stream);

// Whether an operation that has not run names any of these bytes of host memory.
bool is_named_by_queued(HostBytes host);

// Runs what is queued because memory is to be freed. CUDA waits there too, but does not promise it: who uses the memory is told.
CUresult finish_before_free(uint64_t address, size_t bytes);

// Says that the operation that runs uses an address.
void note_use(uint64_t address);

}  // namespace softcuda
