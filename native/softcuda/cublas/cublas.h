// The frame of cuBLAS's functions.
#pragma once

#include <climits>
#include <memory>

#include "../driver/call.h"
#include "../driver/counters.h"
#include "../driver/memory.h"
#include "../driver/stream.h"

enum cublasStatus : int {
  CUBLAS_STATUS_SUCCESS = 0,
  CUBLAS_STATUS_NOT_INITIALIZED = 1,
  CUBLAS_STATUS_ALLOC_FAILED = 3,
  CUBLAS_STATUS_INVALID_VALUE = 7,
  CUBLAS_STATUS_EXECUTION_FAILED = 13,
  CUBLAS_STATUS_NOT_SUPPORTED = 15,
};

namespace softcuda {

struct Blas {
  void* stream = nullptr;
  int pointer_mode = 0;  // where scalars live: 0 host, 1 device
  int math_mode = 0;
  int atomics_mode = 0;
  void* workspace = nullptr;
  size_t workspace_bytes = 0;

  // Runs an operation in the stream, or captures it.
  cublasStatus queue(const char* name, Operation operation) const;
};

std::shared_ptr<Blas> find_blas(const void* handle);

// Runs a body as one call of cuBLAS with a handle.
template <class Body>
cublasStatus cublas(const char* name, const void* handle, Body body) {
  return call<cublasStatus>(name, CUBLAS_STATUS_EXECUTION_FAILED, CUBLAS_STATUS_EXECUTION_FAILED, [&]() -> cublasStatus {
    auto blas = find_blas(handle);
    return blas == nullptr ? CUBLAS_STATUS_NOT_INITIALIZED : body(*blas);
  });
}

// A factor: its value at the call, or where it lies on the device when the operation runs.
template <class T>
class Scalar {
 public:
  Scalar(const Blas& blas, const T* pointer)
      : device(blas.pointer_mode == 1 ? pointer : nullptr), value(device == nullptr ? *pointer : T(0)) {}

  // False if there is no such device memory.
  bool read(const char* operand, T* result) const {
    if (device != nullptr && !check_matrix(operand, device, 1, 1, 1, sizeof(T), Access::READ)) {
      return false;
    }
    *result = device == nullptr ? value : *device;
    return true;
  }

 private:
  const T* device;
  T value;
};

inline bool is_operation(int operation) { return operation >= 0 && operation <= 2; }

// An illegal access leaves the device unusable.
inline CUresult illegal() { return set_device_error(CUDA_ERROR_ILLEGAL_ADDRESS); }

// Checks a matrix that is written, and read before if `beta` is not zero.
template <class T>
bool check_result(const char* operand, const T* c, int64_t rows, int64_t columns, int64_t leading, T beta) {
  auto check = [&](Access access) {
    return check_matrix(operand, c, (size_t)rows, (size_t)columns, (size_t)leading, sizeof(T), access);
  };
  return (beta == T(0) || check(Access::READ)) && check(Access::WRITE);
}

template <class T>
bool check_input(const char* operand, const T* a, int64_t rows, int64_t columns, int64_t leading) {
  return check_matrix(operand, a, (size_t)rows, (size_t)columns, (size_t)leading, sizeof(T), Access::READ);
}

}  // namespace softcuda
