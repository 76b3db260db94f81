#include "shared_memory.h"

#include <sys/mman.h>

#include "device.h"
#include "range.h"
#include "shadow.h"

namespace softcuda {

namespace {

constexpr unsigned char UNWRITTEN_BYTE = 0xff;  // four or eight of them are NaN

// Like memset, but AddressSanitizer does not see that the room between the variables is overwritten too.
void fill(void* begin, size_t bytes) {
  asm volatile("rep stosb" : "+D"(begin), "+c"(bytes) : "a"(UNWRITTEN_BYTE) : "memory");
}

bool reserve_dynamic() {
  reserve_range();
  mprotect(reinterpret_cast<void*>(DYNAMIC_SHARED), SHARED_BYTES_OPTIN, PROT_READ | PROT_WRITE);
  return true;
}

}  // namespace

void forget_shared_memory(char* begin, char* end, size_t dynamic_bytes) {
  static bool reserved = reserve_dynamic();
  (void)reserved;
  fill(begin, (size_t)(end - begin));
  fill(reinterpret_cast<void*>(DYNAMIC_SHARED), dynamic_bytes);
  set_state(DYNAMIC_SHARED, SHARED_BYTES_OPTIN, State::INACCESSIBLE);
  set_state(DYNAMIC_SHARED, dynamic_bytes, State::UNWRITTEN);
  forget_shared(begin, end);
}

}  // namespace softcuda
