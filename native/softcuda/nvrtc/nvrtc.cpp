// NVRTC's functions.
#include <algorithm>
#include <cstring>
#include <stdexcept>

#include "../driver/call.h"
#include "../driver/handles.h"
#include "../driver/libraries.h"
#include "../driver/settings.h"
#include "compile.h"
#include "kept.h"

enum nvrtcResult : int {
  NVRTC_SUCCESS = 0,
  NVRTC_ERROR_OUT_OF_MEMORY = 1,
  NVRTC_ERROR_PROGRAM_CREATION_FAILURE = 2,
  NVRTC_ERROR_INVALID_INPUT = 3,
  NVRTC_ERROR_INVALID_PROGRAM = 4,
  NVRTC_ERROR_INVALID_OPTION = 5,
  NVRTC_ERROR_COMPILATION = 6,
  NVRTC_ERROR_INTERNAL_ERROR = 11,
};

namespace softcuda {

namespace {

constexpr int ARCHITECTURES[] = {50, 52, 53, 60, 61, 62, 70, 72, 75, 80, 86, 87, 89, 90};
constexpr int ARCHITECTURE_COUNT = sizeof ARCHITECTURES / sizeof *ARCHITECTURES;

struct Program {
  std::string name;
  std::string source;
  std::vector<Header> headers;
  Compilation result;
  bool cubin = false;  // compiled for a real architecture
};

Handles<Program>& programs() {
  static auto* handles = new Handles<Program>(7);
  return *handles;
}

// A call that needs no device; NVRTC works without one.
template <class Body>
nvrtcResult nvrtc(const char* name, Body body) {
  Call entry(name);
  if (entry.must_fail()) {
    if (gives_back(name)) {
      body();
    }
    return std::strcmp(name, "nvrtcCompileProgram") == 0 ? NVRTC_ERROR_COMPILATION : NVRTC_ERROR_OUT_OF_MEMORY;
  }
  return body();
}

template <class Body>
nvrtcResult with_program(const char* name, void* handle, Body body) {
  return nvrtc(name, [&] {
    auto program = programs().find(handle);
    return program == nullptr ? NVRTC_ERROR_INVALID_PROGRAM : body(program);
  });
}

bool is_real_architecture(const std::string& option) { return option.find("=sm_") != std::string::npos; }

}  // namespace
}  // namespace softcuda

using namespace softcuda;

extern "C" {

nvrtcResult nvrtcVersion(int* major, int* minor) {
  return nvrtc("nvrtcVersion", [&] {
    *major = 12;
    // Kernels are compiled otherwise for each kind of check, and whoever caches them looks at the version.
#ifdef __SANITIZE_ADDRESS__
    *minor = 8;
#else
    *minor = settings().check ? 7 : 6;
#endif
    return NVRTC_SUCCESS;
  });
}

nvrtcResult nvrtcGetNumSupportedArchs(int* count) {
  return nvrtc("nvrtcGetNumSupportedArchs", [&] {
    *count = ARCHITECTURE_COUNT;
    return NVRTC_SUCCESS;
  });
}

nvrtcResult nvrtcGetSupportedArchs(int* architectures) {
  return nvrtc("nvrtcGetSupportedArchs", [&] {
    std::memcpy(architectures, ARCHITECTURES, sizeof ARCHITECTURES);
    return NVRTC_SUCCESS;
  });
}

nvrtcResult nvrtcCreateProgram(void** handle, const char* source, const char* name, int count, const char* const* headers,
                               const char* const* names) {
  return nvrtc("nvrtcCreateProgram", [&] {
    if (source == nullptr || count < 0) {
      return NVRTC_ERROR_INVALID_INPUT;
    }
    auto program = std::make_shared<Program>();
    program->name = name == nullptr || *name == 0 ? "default_program" : name;
    program->source = source;
    for (int i = 0; i < count; i++) {
      program->headers.emplace_back(names[i], headers[i]);
    }
    *handle = programs().add(program);
    count_library_handle("nvrtc", 1);
    return NVRTC_SUCCESS;
  });
}

nvrtcResult nvrtcDestroyProgram(void** handle) {
  return nvrtc("nvrtcDestroyProgram", [&] {
    if (!programs().remove(*handle)) {
      return NVRTC_ERROR_INVALID_PROGRAM;
    }
    *handle = nullptr;
    count_library_handle("nvrtc", -1);
    return NVRTC_SUCCESS;
  });
}

nvrtcResult nvrtcCompileProgram(void* handle, int count, const char* const* options) {
  std::shared_ptr<Program> program;
  nvrtcResult found = with_program("nvrtcCompileProgram", handle, [&](const std::shared_ptr<Program>& it) {
    program = it;
    return NVRTC_SUCCESS;
  });
  if (found != NVRTC_SUCCESS) {
    return found;
  }
  // Outside the lock: programs may be compiled at the same time.
  std::vector<std::string> words(options, options + count);
  program->cubin = std::any_of(words.begin(), words.end(), is_real_architecture);
  try {
    keep_source(program->name, program->source);
    program->result = compile(program->name, program->source, program->headers, words);
  } catch (const std::runtime_error& failure) {
    program->result = {false, "", failure.what()};
  }
  return program->result.done ? NVRTC_SUCCESS : NVRTC_ERROR_COMPILATION;
}

nvrtcResult nvrtcGetCUBINSize(void* handle, size_t* bytes) {
  return with_program("nvrtcGetCUBINSize", handle, [&](const std::shared_ptr<Program>& program) {
    *bytes = program->cubin ? program->result.image.size() : 0;
    return NVRTC_SUCCESS;
  });
}

nvrtcResult nvrtcGetCUBIN(void* handle, char* image) {
  return with_program("nvrtcGetCUBIN", handle, [&](const std::shared_ptr<Program>& program) {
    if (!program->cubin || !program->result.done) {
      return NVRTC_ERROR_INVALID_PROGRAM;
    }
    std::memcpy(image, program->result.image.data(), program->result.image.size());
    return NVRTC_SUCCESS;
  });
}

nvrtcResult nvrtcGetPTXSize(void* handle, size_t* bytes) {
  return with_program("nvrtcGetPTXSize", handle, [&](const std::shared_ptr<Program>& program) {
    *bytes = program->result.image.size();
    return NVRTC_SUCCESS;
  });
}

nvrtcResult nvrtcGetPTX(void* handle, char* image) {
  return with_program("nvrtcGetPTX", handle, [&](const std::shared_ptr<Program>& program) {
    std::memcpy(image, program->result.image.data(), program->result.image.size());
    return NVRTC_SUCCESS;
  });
}

nvrtcResult nvrtcGetProgramLogSize(void* handle, size_t* bytes) {
  return with_program("nvrtcGetProgramLogSize", handle, [&](const std::shared_ptr<Program>& program) {
    *bytes = program->result.log.size() + 1;
    return NVRTC_SUCCESS;
  });
}

nvrtcResult nvrtcGetProgramLog(void* handle, char* log) {
  return with_program("nvrtcGetProgramLog", handle, [&](const std::shared_ptr<Program>& program) {
    std::memcpy(log, program->result.log.c_str(), program->result.log.size() + 1);
    return NVRTC_SUCCESS;
  });
}

const char* nvrtcGetErrorString(nvrtcResult result) {
  switch (result) {
    case NVRTC_SUCCESS: return "NVRTC_SUCCESS";
    case NVRTC_ERROR_OUT_OF_MEMORY: return "NVRTC_ERROR_OUT_OF_MEMORY";
    case NVRTC_ERROR_PROGRAM_CREATION_FAILURE: return "NVRTC_ERROR_PROGRAM_CREATION_FAILURE";
    case NVRTC_ERROR_INVALID_INPUT: return "NVRTC_ERROR_INVALID_INPUT";
    case NVRTC_ERROR_INVALID_PROGRAM: return "NVRTC_ERROR_INVALID_PROGRAM";
    case NVRTC_ERROR_INVALID_OPTION: return "NVRTC_ERROR_INVALID_OPTION";
    case NVRTC_ERROR_COMPILATION: return "NVRTC_ERROR_COMPILATION";
    case NVRTC_ERROR_INTERNAL_ERROR: return "NVRTC_ERROR_INTERNAL_ERROR";
  }
  return "NVRTC_ERROR unknown";
}

}
