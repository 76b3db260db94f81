// Names that g++ and its headers know and NVRTC does not.
#pragma once

#include <string>
#include <vector>

#include "tokens.h"

namespace softcuda {

// Errors, one on a line, for those that a text uses and does not declare; empty if there are none.
std::string find_unknown_names(const std::vector<Token>& tokens);

}  // namespace softcuda
