#include "settings.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <sstream>

namespace softcuda {

namespace {

std::string text(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

unsigned long number(const char* name, unsigned long otherwise) {
  std::string value = text(name);
  if (value.empty()) {
    return otherwise;
  }
  char* end;
  unsigned long result = std::strtoul(value.c_str(), &end, 10);
  if (*end != 0) {
    std::fprintf(stderr, "softcuda: %s must be a number, not '%s'\n", name, value.c_str());
    std::abort();
  }
  return result;
}

// "cuMemAlloc:3,cuLaunchKernel": a call without a number fails the first time.
std::map<std::string, std::set<long>> faults(const std::string& list) {
  std::map<std::string, std::set<long>> result;
  std::stringstream items(list);
  for (std::string item; std::getline(items, item, ',');) {
    size_t colon = item.find(':');
    result[item.substr(0, colon)].insert(colon == std::string::npos ? 1 : std::stol(item.substr(colon + 1)));
  }
  return result;
}

Settings read() {
  Settings s = {};
  s.memory = number("SOFTCUDA_MEMORY", 4ul << 30);
#ifndef __SANITIZE_ADDRESS__  // AddressSanitizer checks instead
  s.check = number("SOFTCUDA_CHECK", 0) != 0;
#endif
  s.shuffle = number("SOFTCUDA_SHUFFLE", 0);
  s.defer = number("SOFTCUDA_DEFER", 0);
  s.threads = (int)number("SOFTCUDA_THREADS", (unsigned long)sysconf(_SC_NPROCESSORS_ONLN));
  s.report = text("SOFTCUDA_REPORT");
  s.log = text("SOFTCUDA_LOG");
  s.sources = text("SOFTCUDA_SOURCES");
  s.faults = faults(text("SOFTCUDA_FAIL"));
  return s;
}

}  // namespace

bool Settings::fails(const std::string& name, long number) const {
  auto fault = faults.find(name);
  return fault != faults.end() && fault->second.count(number) != 0;
}

const Settings& settings() {
  static const auto* read_once = new Settings(read());
  return *read_once;
}

}  // namespace softcuda
