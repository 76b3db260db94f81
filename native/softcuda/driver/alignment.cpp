// Checked mode: a pointer that is not a multiple of what its type demands. x86 would read there; a GPU stops.
#include <cstdint>

#include "block.h"
#include "counters.h"
#include "place.h"

namespace {

// As the compiler writes them.
struct Type {
  uint16_t kind;
  uint16_t information;
  char name[];
};

struct Mismatch {
  const char* file;
  uint32_t line;
  uint32_t column;
  const Type* type;
  unsigned char log_alignment;
  unsigned char use;
};

}  // namespace

// What the compiler calls before the access, given -fsanitize=alignment.
extern "C" void __ubsan_handle_type_mismatch_v1(const Mismatch* mismatch, uint64_t address) {
  softcuda::complain("%s: line %u takes %s, which is not a multiple of %u, for %s", softcuda::where().c_str(), mismatch->line,
                     softcuda::place(address).c_str(), 1u << mismatch->log_alignment, mismatch->type->name);
  softcuda::stop_kernel(CUDA_ERROR_MISALIGNED_ADDRESS);
}
