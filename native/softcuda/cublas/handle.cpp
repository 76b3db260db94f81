// Handles of cuBLAS and their settings.
#include "../driver/deferred.h"
#include "../driver/libraries.h"
#include "../openblas/openblas.h"
#include "cublas.h"

namespace softcuda {

namespace {

Handles<Blas>& handles() {
  static auto* handles = new Handles<Blas>(8);
  return *handles;
}

// Overwrites the start of the workspace, as a library does: nothing of value may lie there.
constexpr size_t SCRAMBLED = 4096;

}  // namespace

std::shared_ptr<Blas> find_blas(const void* handle) {
  auto blas = handles().find(handle);
  if (blas == nullptr) {
    complain("there is no cuBLAS handle %p; was it destroyed?", handle);
  }
  return blas;
}

cublasStatus Blas::queue(const char* name, Operation operation) const {
  auto on = find_stream(stream);
  if (on != nullptr && on->capture != nullptr && workspace == nullptr) {
    complain("captured without a workspace, which cuBLAS would allocate now; call cublasSetWorkspace after cublasSetStream");
  }
  void* scratch = workspace;
  size_t bytes = std::min(workspace_bytes, SCRAMBLED);
  CUresult result = submit(stream, name, [=] {
    if (scratch != nullptr) {
      if (!check_bytes("the workspace", reinterpret_cast<uint64_t>(scratch), bytes, Access::WRITE)) {
        return illegal();
      }
      scramble(scratch, bytes);
    }
    return operation();
  });
  return result == CUDA_SUCCESS ? CUBLAS_STATUS_SUCCESS : CUBLAS_STATUS_EXECUTION_FAILED;
}

}  // namespace softcuda

using namespace softcuda;

extern "C" {

cublasStatus cublasCreate_v2(void** handle) {
  return call<cublasStatus>("cublasCreate", CUBLAS_STATUS_ALLOC_FAILED, CUBLAS_STATUS_NOT_INITIALIZED, [&] {
    goto_set_num_threads(1);
    *handle = handles().add(std::make_shared<Blas>());
    count_library_handle("cublas", 1);
    return CUBLAS_STATUS_SUCCESS;
  });
}

cublasStatus cublasDestroy_v2(void* handle) {
  return cublas("cublasDestroy", handle, [&](Blas&) {
    CUresult result = finish_all();  // it waits for the device, as documented
    handles().remove(handle);
    count_library_handle("cublas", -1);
    return result == CUDA_SUCCESS ? CUBLAS_STATUS_SUCCESS : CUBLAS_STATUS_EXECUTION_FAILED;
  });
}

cublasStatus cublasGetVersion_v2(void* handle, int* version) {
  return cublas("cublasGetVersion", handle, [&](Blas&) {
    *version = 120600;
    return CUBLAS_STATUS_SUCCESS;
  });
}

cublasStatus cublasSetStream_v2(void* handle, void* stream) {
  return cublas("cublasSetStream", handle, [&](Blas& blas) {
    if (find_stream(stream) == nullptr) {
      return CUBLAS_STATUS_INVALID_VALUE;
    }
    blas.stream = stream;
    blas.workspace = nullptr;  // as documented
    blas.workspace_bytes = 0;
    return CUBLAS_STATUS_SUCCESS;
  });
}

cublasStatus cublasGetStream_v2(void* handle, void** stream) {
  return cublas("cublasGetStream", handle, [&](Blas& blas) {
    *stream = blas.stream;
    return CUBLAS_STATUS_SUCCESS;
  });
}

cublasStatus cublasSetWorkspace_v2(void* handle, void* workspace, size_t bytes) {
  return cublas("cublasSetWorkspace", handle, [&](Blas& blas) {
    auto address = reinterpret_cast<uint64_t>(workspace);
    if (address % 256 != 0 || !check_bytes("the workspace", address, bytes, Access::WRITE)) {
      return CUBLAS_STATUS_INVALID_VALUE;
    }
    scramble(workspace, bytes);
    blas.workspace = workspace;
    blas.workspace_bytes = bytes;
    return CUBLAS_STATUS_SUCCESS;
  });
}

cublasStatus cublasSetPointerMode_v2(void* handle, int mode) {
  return cublas("cublasSetPointerMode", handle, [&](Blas& blas) {
    if (mode != 0 && mode != 1) {
      return CUBLAS_STATUS_INVALID_VALUE;
    }
    blas.pointer_mode = mode;
    return CUBLAS_STATUS_SUCCESS;
  });
}

cublasStatus cublasGetPointerMode_v2(void* handle, int* mode) {
  return cublas("cublasGetPointerMode", handle, [&](Blas& blas) {
    *mode = blas.pointer_mode;
    return CUBLAS_STATUS_SUCCESS;
  });
}

cublasStatus cublasSetMathMode(void* handle, int mode) {
  return cublas("cublasSetMathMode", handle, [&](Blas& blas) {
    blas.math_mode = mode;
    return CUBLAS_STATUS_SUCCESS;
  });
}

cublasStatus cublasGetMathMode(void* handle, int* mode) {
  return cublas("cublasGetMathMode", handle, [&](Blas& blas) {
    *mode = blas.math_mode;
    return CUBLAS_STATUS_SUCCESS;
  });
}

cublasStatus cublasSetAtomicsMode(void* handle, int mode) {
  return cublas("cublasSetAtomicsMode", handle, [&](Blas& blas) {
    blas.atomics_mode = mode;
    return CUBLAS_STATUS_SUCCESS;
  });
}

cublasStatus cublasGetAtomicsMode(void* handle, int* mode) {
  return cublas("cublasGetAtomicsMode", handle, [&](Blas& blas) {
    *mode = blas.atomics_mode;
    return CUBLAS_STATUS_SUCCESS;
  });
}

const char* cublasGetStatusName(int status) {
  switch (status) {
    case CUBLAS_STATUS_SUCCESS: return "CUBLAS_STATUS_SUCCESS";
    case CUBLAS_STATUS_NOT_INITIALIZED: return "CUBLAS_STATUS_NOT_INITIALIZED";
    case CUBLAS_STATUS_ALLOC_FAILED: return "CUBLAS_STATUS_ALLOC_FAILED";
    case CUBLAS_STATUS_INVALID_VALUE: return "CUBLAS_STATUS_INVALID_VALUE";
    case CUBLAS_STATUS_EXECUTION_FAILED: return "CUBLAS_STATUS_EXECUTION_FAILED";
    case CUBLAS_STATUS_NOT_SUPPORTED: return "CUBLAS_STATUS_NOT_SUPPORTED";
    default: return "CUBLAS_STATUS_INTERNAL_ERROR";
  }
}

const char* cublasGetStatusString(int status) { return cublasGetStatusName(status); }

}
