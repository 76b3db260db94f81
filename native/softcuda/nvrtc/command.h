// Runs a command and waits for it.
#pragma once

#include <string>
#include <vector>

namespace softcuda {

// Whether it succeeded; what it says goes to the file.
bool run_command(const std::vector<std::string>& words, const std::string& output);

}  // namespace softcuda
