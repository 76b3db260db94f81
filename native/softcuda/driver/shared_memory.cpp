#include "shared_memory.h"

#include <sys/mman.h>

#include <cstring>

#include "device.h"
#include "range.h"
#include "shadow.h"

unsigned char* const softcuda_dynamic_shared = reinterpret_cast<unsigned char*>(softcuda::DYNAMIC_SHARED);

namespace softcuda {

namespace {

constexpr unsigned char UNWRITTEN_BYTE = 0xff;  // four or eight of them are NaN

bool reserve_dynamic() {
  reserve_range();
  mprotect(softcuda_dynamic_shared, SHARED_BYTES_OPTIN, PROT_READ | PROT_WRITE);
  return true;
}

}  // namespace

void forget_shared_memory(char* begin, char* end, size_t dynamic_bytes) {
  static bool reserved = reserve_dynamic();
  (void)reserved;
  std::memset(begin, UNWRITTEN_BYTE, (size_t)(end - begin));
  std::memset(softcuda_dynamic_shared, UNWRITTEN_BYTE, dynamic_bytes);
  set_state(DYNAMIC_SHARED, SHARED_BYTES_OPTIN, State::INACCESSIBLE);
  set_state(DYNAMIC_SHARED, dynamic_bytes, State::UNWRITTEN);
  forget_shared(begin, end);
}

}  // namespace softcuda
