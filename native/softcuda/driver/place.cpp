#include "place.h"

#include <cstdio>

#include "device.h"
#include "memory.h"
#include "range.h"
#include "variables.h"

namespace softcuda {

namespace {

std::string words(uint64_t address) {
  if (address >= DYNAMIC_SHARED && address < ALLOCATIONS_START) {
    return "byte " + std::to_string(address - DYNAMIC_SHARED) + " of dynamic shared memory";
  }
  if (in_device_range(address)) {
    return place_in_allocations(address);
  }
  std::string variable = place_in_variables(address);
  return variable.empty() ? "not device memory" : variable;
}

}  // namespace

std::string place(uint64_t address) {
  char number[24];
  std::snprintf(number, sizeof number, "%#lx", address);
  return std::string(number) + " (" + words(address) + ")";
}

}  // namespace softcuda
