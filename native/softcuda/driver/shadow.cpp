#include "shadow.h"

#include <cstring>
#include <map>
#include <string>
#include <vector>

#include "block.h"
#include "counters.h"
#include "place.h"
#include "races.h"
#include "range.h"
#include "settings.h"
#include "variables.h"

namespace softcuda {

namespace {

constexpr int TOLD = 3;  // reads of unwritten bytes that are told of each kernel; the others are only counted

// The states of the shared variables of the kernel that runs.
uint64_t shared_begin = 0;
std::vector<unsigned char> shared_states;

unsigned char* states_of(uint64_t address) { return reinterpret_cast<unsigned char*>(address + STATES_OFFSET); }

// Null if the address is neither device memory nor shared.
inline unsigned char* find_states(uint64_t address, size_t bytes) {
  if (in_device_range(address)) {
    return states_of(address);
  }
  if (address >= shared_begin && address + bytes <= shared_begin + shared_states.size()) {
    return shared_states.data() + (address - shared_begin);
  }
  return nullptr;
}

size_t first_not(const unsigned char* states, size_t bytes, State state) {
  size_t i = 0;
  while (i < bytes && states[i] == (unsigned char)state) {
    i++;
  }
  return i;
}

// What is left for a kernel to use: its stack, and the constants and variables of its file.
void require_kernels_own(const char* does, uint64_t address, size_t bytes) {
  const Fiber& fiber = running_fiber();
  if (address - reinterpret_cast<uint64_t>(fiber.stack) >= fiber.bytes && !in_kernels_file(address)) {
    complain("%s: %s %zu bytes at %s", where().c_str(), does, bytes, place(address).c_str());
    stop_kernel(CUDA_ERROR_ILLEGAL_ADDRESS);
  }
}

void check_load(uint64_t address, size_t bytes) {
  unsigned char* states = find_states(address, bytes);
  if (states == nullptr) {
    require_kernels_own("reads", address, bytes);
    note_load(address, bytes);
    return;
  }
  size_t bad = first_not(states, bytes, State::WRITTEN);
  if (bad == bytes) {
    note_load(address, bytes);
    return;
  }
  if (states[bad] == (unsigned char)State::INACCESSIBLE) {
    complain("%s: reads %zu bytes at %s", where().c_str(), bytes, place(address).c_str());
    stop_kernel(CUDA_ERROR_ILLEGAL_ADDRESS);
  }
  static auto* told = new std::map<std::string, int>;
  counters().uninitialised_reads++;
  if (++(*told)[kernel_name()] <= TOLD) {
    complain("%s: reads %s, which was never written", where().c_str(), place(address + bad).c_str());
  }
  std::memset(states, (int)State::WRITTEN, bytes);  // told once
}

void check_store(uint64_t address, size_t bytes) {
  unsigned char* states = find_states(address, bytes);
  if (states == nullptr) {
    require_kernels_own("writes", address, bytes);
    note_store(address, bytes);
    return;
  }
  for (size_t i = 0; i < bytes; i++) {
    if (states[i] == (unsigned char)State::INACCESSIBLE) {
      complain("%s: writes %zu bytes at %s", where().c_str(), bytes, place(address).c_str());
      stop_kernel(CUDA_ERROR_ILLEGAL_ADDRESS);
    }
    states[i] = (unsigned char)State::WRITTEN;
  }
  note_store(address, bytes);
}

}  // namespace

void set_state(uint64_t address, size_t bytes, State state) {
  if (settings().check) {
    std::memset(states_of(address), (int)state, bytes);
  }
}

size_t first_unwritten(uint64_t address, size_t bytes) {
  return first_not(states_of(address), bytes, State::WRITTEN);
}

void forget_shared(char* begin, char* end) {
  if (settings().check) {
    shared_begin = reinterpret_cast<uint64_t>(begin);
    shared_states.assign((size_t)(end - begin), (unsigned char)State::INACCESSIBLE);
    for_variables(shared_begin, shared_begin + shared_states.size(), [](uint64_t address, size_t bytes) {
      std::memset(shared_states.data() + (address - shared_begin), (int)State::UNWRITTEN, bytes);
    });
  }
}

}  // namespace softcuda

namespace {

// Nearly all accesses are well, and of so few bytes that all states are compared at once.
constexpr uint64_t ALL_WRITTEN[] = {0x0202020202020202, 0x0202020202020202};
static_assert((int)softcuda::State::WRITTEN == 2);

template <size_t bytes>
bool all_written(uint64_t address) {
  const unsigned char* states = softcuda::find_states(address, bytes);
  return states != nullptr && std::memcmp(states, ALL_WRITTEN, bytes) == 0;
}

}  // namespace

// What the compiler calls before each load and store of a kernel, given -fsanitize=kernel-address.
extern "C" {

#define SOFTCUDA_CHECK(name, bytes)                                                                                 \
  void __asan_##name##bytes##_noabort(uint64_t address) {                                                           \
    all_written<bytes>(address) ? softcuda::note_##name(address, bytes) : softcuda::check_##name(address, bytes);   \
  }
#define SOFTCUDA_ACCESS(bytes) \
  SOFTCUDA_CHECK(load, bytes)  \
  SOFTCUDA_CHECK(store, bytes)

SOFTCUDA_ACCESS(1)
SOFTCUDA_ACCESS(2)
SOFTCUDA_ACCESS(4)
SOFTCUDA_ACCESS(8)
SOFTCUDA_ACCESS(16)
#undef SOFTCUDA_ACCESS
#undef SOFTCUDA_CHECK

void __asan_loadN_noabort(uint64_t address, size_t bytes) { softcuda::check_load(address, bytes); }
void __asan_storeN_noabort(uint64_t address, size_t bytes) { softcuda::check_store(address, bytes); }
void __asan_handle_no_return() {}

}
