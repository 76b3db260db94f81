// The texts that are compiled, kept in files for another compiler.
#pragma once

#include <string>

namespace softcuda {

// Writes a text to the folder of SOFTCUDA_SOURCES, if that is set, under the program's name and a hash of the text. Many
// processes may do so at a time.
void keep_source(const std::string& name, const std::string& text);

}  // namespace softcuda
