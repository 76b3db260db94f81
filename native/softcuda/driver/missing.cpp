// What a function does that JCuda knows and softcuda does not implement.
#include "call.h"
#include "counters.h"

extern "C" int softcuda_missing(const char* name, int status) {
  softcuda::Call entry(name);
  softcuda::complain("not implemented in softcuda");
  return status;
}
