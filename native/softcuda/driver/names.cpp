// Names and texts of the driver's results.
#include "results.h"

namespace {

struct Result {
  int code;
  const char* name;
  const char* text;
};

constexpr Result RESULTS[] = {
#define SOFTCUDA_RESULT(name, code, text) {code, "CUDA_" #name, text},
    SOFTCUDA_RESULTS(SOFTCUDA_RESULT)
#undef SOFTCUDA_RESULT
};

CUresult find(int code, const char** found, const char* Result::*member) {
  *found = nullptr;
  for (const Result& result : RESULTS) {
    if (result.code == code) {
      *found = result.*member;
      return CUDA_SUCCESS;
    }
  }
  return CUDA_ERROR_INVALID_VALUE;
}

}  // namespace

extern "C" {

CUresult cuGetErrorName(int code, const char** name) { return find(code, name, &Result::name); }

CUresult cuGetErrorString(int code, const char** text) { return find(code, text, &Result::text); }

}
