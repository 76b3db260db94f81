#include "variables.h"

#include <iterator>
#include <map>

#include "../device/image.h"

namespace softcuda {

namespace {

// As the compiler writes it.
struct Variable {
  uint64_t address;
  size_t bytes;
  size_t bytes_with_room;
  const char* name;
  const char* file;
  size_t unused[3];
};

std::map<uint64_t, Variable>& variables() {
  static auto* map = new std::map<uint64_t, Variable>;
  return *map;
}

}  // namespace

void for_variables(uint64_t begin, uint64_t end, const std::function<void(uint64_t address, size_t bytes)>& action) {
  for (auto entry = variables().lower_bound(begin); entry != variables().end() && entry->first < end; ++entry) {
    action(entry->second.address, entry->second.bytes);
  }
}

std::string place_in_variables(uint64_t address) {
  auto after = variables().upper_bound(address);
  if (after == variables().begin()) {
    return "";
  }
  const Variable& variable = std::prev(after)->second;
  uint64_t offset = address - variable.address;
  if (offset >= variable.bytes_with_room) {
    return "";
  }
  std::string name = variable.name;
  if (name.rfind(SOFTCUDA_SHARED_VARIABLE, 0) == 0) {
    name.erase(0, sizeof SOFTCUDA_SHARED_VARIABLE - 1);
  }
  return "byte " + std::to_string(offset) + " of " + name + ", which has " + std::to_string(variable.bytes) + " bytes";
}

}  // namespace softcuda

using namespace softcuda;

#ifndef __SANITIZE_ADDRESS__

// What an image calls when it is loaded and unloaded.
extern "C" {

void __asan_register_globals(const Variable* first, size_t count) {
  for (size_t i = 0; i < count; i++) {
    variables()[first[i].address] = first[i];
  }
}

void __asan_unregister_globals(const Variable* first, size_t count) {
  for (size_t i = 0; i < count; i++) {
    variables().erase(first[i].address);
  }
}

}

#endif
