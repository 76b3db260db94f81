// Page-locked host memory. A copy that is captured may name no other, since other memory may have moved when it runs.
#pragma once

#include <cstddef>

namespace softcuda {

size_t live_host_allocations();
bool is_page_locked(const void* address, size_t bytes);

}  // namespace softcuda
