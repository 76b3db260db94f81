// What a function does that JCuda or NVRTC knows and softcuda does not implement.
#include "call.h"
#include "counters.h"

extern "C" {

int softcuda_missing(const char* name, int status) {
  softcuda::Call entry(name);
  softcuda::complain("not implemented in softcuda");
  return status;
}

// NVIDIA's own libraries look for tables of functions that no header names, and do without one that is not found.
CUresult cuGetExportTable(const void** table, const void* /* identifier */) {
  softcuda::Call entry("cuGetExportTable");
  *table = nullptr;
  return CUDA_ERROR_NOT_FOUND;
}

}
