// Device memory: pages in a reserved range of addresses, each allocation between pages that cannot be accessed. No address is
// given twice, so that a use after free is always found out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "results.h"

namespace softcuda {

enum class Access { READ, WRITE };

CUresult allocate(size_t bytes, uint64_t* address);
CUresult release(uint64_t address);

size_t free_memory();
size_t live_allocations();
size_t live_bytes();

// Looks for bytes that were written outside the live allocations, in the rest of their pages.
void check_margins();

// The allocation, live or not, that is nearest to an address, in words.
std::string place_in_allocations(uint64_t address);

// Checks operands of a call: that elements are aligned, that the bytes lie in one live allocation, and, if checked, that those
// which are read have been written; those that are written are so from now on. Complains and returns false if they are not
// aligned or do not lie there.
bool check_bytes(const char* operand, uint64_t address, size_t bytes, Access access);
bool check_matrix(const char* operand, const void* address, size_t rows, size_t columns, size_t leading, size_t element,
                  Access access);

// Bytes whose values mean nothing from now on: a library's workspace.
void scramble(void* address, size_t bytes);

}  // namespace softcuda
