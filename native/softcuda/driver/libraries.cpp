#include "libraries.h"

#include <map>
#include <string>

namespace softcuda {

namespace {

std::map<std::string, long>& handles() {
  static auto* map = new std::map<std::string, long>;
  return *map;
}

}  // namespace

void count_library_handle(const char* library, long change) { handles()[library] += change; }

long live_library_handles(const char* library) { return handles()[library]; }

}  // namespace softcuda
