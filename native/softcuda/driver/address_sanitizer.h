// Tells AddressSanitizer, where it is built in, which bytes of device memory must not be accessed.
#pragma once

#include <cstddef>

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#endif

namespace softcuda {

inline void poison(void* address, size_t bytes, bool forbidden) {
#ifdef __SANITIZE_ADDRESS__
  if (forbidden) {
    __asan_poison_memory_region(address, bytes);
  } else {
    __asan_unpoison_memory_region(address, bytes);
  }
#else
  (void)address, (void)bytes, (void)forbidden;
#endif
}

}  // namespace softcuda
