#include "scenario.h"

#include <cstdlib>
#include <cstring>

namespace scenarios {

namespace {

Scenario* first = nullptr;

}  // namespace

Scenario::Scenario(const char* name, Body body) : name(name), body(body), next(first) { first = this; }

int show(const char* call, int result) {
  if (result != 0) {
    std::printf("%s = %d\n", std::string(call, std::strcspn(call, "(")).c_str(), result);
  }
  return result;
}

Device::Device() {
  void* context;
  SHOW(cuInit(0));
  SHOW(cuDevicePrimaryCtxRetain(&context, 0));
  SHOW(cuCtxSetCurrent(context));
  SHOW(cuStreamCreate(&stream, 1));
}

Device::~Device() {
  SHOW(cuStreamDestroy_v2(stream));
  SHOW(cuDevicePrimaryCtxRelease_v2(0));
}

Doubles::Doubles(size_t count, bool written) : count(count) {
  SHOW(cuMemAlloc_v2(&address, count * sizeof(double)));
  if (written) {
    SHOW(cuMemsetD8_v2(address, 0, count * sizeof(double)));
  }
}

Doubles::~Doubles() { SHOW(cuMemFree_v2(address)); }

std::vector<double> Doubles::read() const {
  std::vector<double> values(count);
  SHOW(cuMemcpyDtoH_v2(values.data(), address, count * sizeof(double)));
  return values;
}

std::vector<char> compile(const std::string& source) {
  void* program;
  SHOW(nvrtcCreateProgram(&program, source.c_str(), "kernels.cu", 0, nullptr, nullptr));
  const char* options[] = {"--gpu-architecture=sm_90"};
  size_t bytes = 0;
  std::vector<char> image;
  if (SHOW(nvrtcCompileProgram(program, 1, options)) == 0) {
    SHOW(nvrtcGetCUBINSize(program, &bytes));
    image.resize(bytes);
    SHOW(nvrtcGetCUBIN(program, image.data()));
  } else {
    SHOW(nvrtcGetProgramLogSize(program, &bytes));
    std::string log(bytes, 0);
    SHOW(nvrtcGetProgramLog(program, log.data()));
    std::printf("%s\n", log.c_str());
  }
  SHOW(nvrtcDestroyProgram(&program));
  return image;
}

Kernels::Kernels(const std::string& source) { SHOW(cuModuleLoadData(&module, compile(source).data())); }

Kernels::~Kernels() { SHOW(cuModuleUnload(module)); }

int Kernels::launch(const char* name, unsigned blocks, unsigned threads, std::vector<void*> arguments, unsigned shared,
                    void* stream) {
  void* function = nullptr;
  SHOW(cuModuleGetFunction(&function, module, name));
  return SHOW(cuLaunchKernel(function, blocks, 1, 1, threads, 1, 1, shared, stream, arguments.data(), nullptr));
}

}  // namespace scenarios

int main(int count, char** arguments) {
  std::setvbuf(stdout, nullptr, _IONBF, 0);
  if (count == 2 && std::strcmp(arguments[1], "list") == 0) {
    for (scenarios::Scenario* s = scenarios::first; s != nullptr; s = s->next) {
      std::printf("%s\n", s->name);
    }
    return 0;
  }
  for (scenarios::Scenario* s = scenarios::first; count == 3 && s != nullptr; s = s->next) {
    if (std::strcmp(s->name, arguments[1]) == 0) {
      s->body(std::strcmp(arguments[2], "fault") == 0);
      return 0;
    }
  }
  std::fprintf(stderr, "usage: scenario list, or scenario NAME well|fault\n");
  return 2;
}
