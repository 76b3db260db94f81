// Modules: images that NVRTC made, and the kernels in them.
#pragma once

#include <memory>
#include <string>

#include "../device/image.h"
#include "handles.h"

namespace softcuda {

struct Module {
  void* library = nullptr;  // of dlopen; null once the module is unloaded
  const softcuda_image* image = nullptr;

  size_t static_shared() const { return (size_t)(image->shared_end - image->shared_begin); }
};

struct Function {
  std::shared_ptr<Module> module;
  const softcuda_kernel* kernel;
  int max_dynamic_shared;
};

Handles<Module>& modules();

// Null, with a complaint, if there is no such function or its module was unloaded.
std::shared_ptr<Function> find_function(const void* handle);

}  // namespace softcuda
