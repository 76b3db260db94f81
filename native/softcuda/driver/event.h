#pragma once

#include <cstddef>

namespace softcuda {

size_t live_events();

}  // namespace softcuda
