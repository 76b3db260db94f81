// Variables of kernel files, as the compiler tells them in checked mode. It leaves room between them, so that an access behind
// the end of one is found out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

namespace softcuda {

// The variables in a range of addresses.
void for_variables(uint64_t begin, uint64_t end, const std::function<void(uint64_t address, size_t bytes)>& action);

// The variable at or before an address, in words; empty if there is none near.
std::string place_in_variables(uint64_t address);

}  // namespace softcuda
