// Where an address lies, in words, for messages.
#pragma once

#include <cstdint>
#include <string>

namespace softcuda {

std::string place(uint64_t address);

}  // namespace softcuda
