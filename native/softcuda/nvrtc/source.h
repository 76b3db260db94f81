// A kernel file as C++: which kernels it has, and the words that no macro can express.
#pragma once

#include <string>

namespace softcuda {

// Takes preprocessed text and gives a C++ file that, compiled behind softcuda_device.h, is an image; if wanted, one whose
// accesses can all be checked.
std::string to_cpp(const std::string& text, bool checked);

}  // namespace softcuda
