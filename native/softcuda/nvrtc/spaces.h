// What NVRTC refuses because it is the host's: functions and variables that no word such as __device__ gives to the device.
#pragma once

#include <string>
#include <vector>

#include "tokens.h"

namespace softcuda {

// Errors, one on a line; empty if there are none. Also a declaration that repeats one must have its words.
std::string find_host_declarations(const std::vector<Token>& tokens);

}  // namespace softcuda
