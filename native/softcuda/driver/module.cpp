#include "module.h"

#include <dlfcn.h>

#include <cstring>

#include "attributes.h"
#include "build_name.h"
#include "counters.h"
#include "device.h"
#include "driver.h"
#include "image_file.h"
#include "stream.h"

namespace softcuda {

Handles<Module>& modules() {
  static auto* handles = new Handles<Module>(5);
  return *handles;
}

namespace {

Handles<Function>& functions() {
  static auto* handles = new Handles<Function>(6);
  return *handles;
}

CUresult load(const void* bytes, std::shared_ptr<Module>* module) {
  ImageFile file(bytes);
  if (!file.valid()) {
    return CUDA_ERROR_INVALID_IMAGE;
  }
  auto loaded = std::make_shared<Module>();
  loaded->library = dlopen(file.path().c_str(), RTLD_NOW | RTLD_LOCAL);
  if (loaded->library == nullptr) {
    complain("%s", dlerror());
    return CUDA_ERROR_INVALID_IMAGE;
  }
  loaded->image = static_cast<const softcuda_image*>(dlsym(loaded->library, SOFTCUDA_IMAGE));
  // Compiled by another build of softcuda, or for other checks. Nothing is told: whoever caches images compiles again.
  if (loaded->image == nullptr || std::strcmp(loaded->image->build, softcuda_build_name()) != 0) {
    dlclose(loaded->library);
    return CUDA_ERROR_NO_BINARY_FOR_GPU;
  }
  *module = loaded;
  return CUDA_SUCCESS;
}

CUresult load(void** handle, const void* bytes) {
  if (CUresult result = forbid_in_capture()) {
    return result;
  }
  std::shared_ptr<Module> module;
  CUresult result = load(bytes, &module);
  *handle = result == CUDA_SUCCESS ? modules().add(module) : nullptr;
  return result;
}

const softcuda_kernel* find_kernel(const Module& module, const char* name) {
  for (int i = 0; i < module.image->count; i++) {
    const softcuda_kernel& kernel = module.image->kernels[i];
    // A name that is not extern "C" is mangled by the real compiler, so that it would not be found.
    if (std::strcmp(kernel.name, name) == 0 && dlsym(module.library, name) != nullptr) {
      return &kernel;
    }
  }
  return nullptr;
}

CUresult attribute(const Function& function, int code, int* value) {
  switch (code) {
    case FUNCTION_MAX_THREADS_PER_BLOCK: *value = function.kernel->max_threads; break;
    case FUNCTION_SHARED_SIZE_BYTES: *value = (int)function.module->static_shared(); break;
    case FUNCTION_CONST_SIZE_BYTES: case FUNCTION_LOCAL_SIZE_BYTES: case FUNCTION_CACHE_MODE_CA: *value = 0; break;
    case FUNCTION_NUM_REGS: *value = 32; break;
    case FUNCTION_PTX_VERSION: case FUNCTION_BINARY_VERSION: *value = 90; break;
    case FUNCTION_MAX_DYNAMIC_SHARED_SIZE_BYTES: *value = function.max_dynamic_shared; break;
    case FUNCTION_PREFERRED_SHARED_MEMORY_CARVEOUT: *value = -1; break;
    default: return CUDA_ERROR_INVALID_VALUE;
  }
  return CUDA_SUCCESS;
}

}  // namespace

std::shared_ptr<Function> find_function(const void* handle) {
  auto function = functions().find(handle);
  if (function == nullptr || function->module->library == nullptr) {
    complain("there is no function %p; was its module unloaded?", handle);
    return nullptr;
  }
  return function;
}

}  // namespace softcuda

using namespace softcuda;

extern "C" {

CUresult cuModuleLoadData(void** handle, const void* image) {
  return driver("cuModuleLoadData", [&] { return load(handle, image); });
}

CUresult cuModuleLoadDataEx(void** handle, const void* image, unsigned int, void*, void*) {
  return driver("cuModuleLoadDataEx", [&] { return load(handle, image); });
}

CUresult cuModuleUnload(void* handle) {
  return driver("cuModuleUnload", [&] {
    auto module = modules().find(handle);
    if (module == nullptr) {
      complain("there is no module %p; was it unloaded?", handle);
      return CUDA_ERROR_INVALID_HANDLE;
    }
    dlclose(module->library);
    module->library = nullptr;
    modules().remove(handle);
    return CUDA_SUCCESS;
  });
}

CUresult cuModuleGetFunction(void** function, void* handle, const char* name) {
  return driver("cuModuleGetFunction", [&] {
    auto module = modules().find(handle);
    if (module == nullptr) {
      complain("there is no module %p; was it unloaded?", handle);
      return CUDA_ERROR_INVALID_HANDLE;
    }
    const softcuda_kernel* kernel = find_kernel(*module, name);
    if (kernel == nullptr) {
      return CUDA_ERROR_NOT_FOUND;
    }
    *function = functions().add(std::make_shared<Function>(Function{module, kernel, SHARED_BYTES}));
    return CUDA_SUCCESS;
  });
}

CUresult cuFuncGetAttribute(int* value, int code, void* handle) {
  return driver("cuFuncGetAttribute", [&] {
    auto function = find_function(handle);
    return function == nullptr ? CUDA_ERROR_INVALID_HANDLE : attribute(*function, code, value);
  });
}

CUresult cuFuncSetAttribute(void* handle, int code, int value) {
  return driver("cuFuncSetAttribute", [&] {
    auto function = find_function(handle);
    if (function == nullptr) {
      return CUDA_ERROR_INVALID_HANDLE;
    }
    if (code == FUNCTION_MAX_DYNAMIC_SHARED_SIZE_BYTES && value >= 0 && value <= SHARED_BYTES_OPTIN) {
      function->max_dynamic_shared = value;
      return CUDA_SUCCESS;
    }
    return code == FUNCTION_PREFERRED_SHARED_MEMORY_CARVEOUT ? CUDA_SUCCESS : CUDA_ERROR_INVALID_VALUE;
  });
}

}
