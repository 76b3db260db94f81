// Shared memory of the block that runs: the variables of the kernel's file, and the bytes that the launch asks for.
#pragma once

#include <cstddef>

namespace softcuda {

// A block begins: nothing is known about what its shared memory holds.
void forget_shared_memory(char* begin, char* end, size_t dynamic_bytes);

}  // namespace softcuda
