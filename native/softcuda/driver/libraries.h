// Handles that the other libraries gave out and did not get back, by library.
#pragma once

namespace softcuda {

void count_library_handle(const char* library, long change);
long live_library_handles(const char* library);

}  // namespace softcuda
