#include "counters.h"

#include <cstdarg>
#include <cstdio>

#include "call.h"

namespace softcuda {

Counters& counters() {
  static auto* counters = new Counters;  // never destroyed, see Call
  return *counters;
}

void complain(const char* format, ...) {
  counters().errors++;
  char text[1024];
  va_list arguments;
  va_start(arguments, format);
  std::vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  std::fprintf(stderr, "softcuda: %s: %s\n", current_call(), text);
}

}  // namespace softcuda
