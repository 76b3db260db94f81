// The frame of cuSOLVER's functions.
#pragma once

#include <climits>
#include <cmath>
#include <limits>
#include <memory>

#include "../driver/call.h"
#include "../driver/counters.h"
#include "../driver/memory.h"
#include "../driver/stream.h"

enum cusolverStatus : int {
  CUSOLVER_STATUS_SUCCESS = 0,
  CUSOLVER_STATUS_NOT_INITIALIZED = 1,
  CUSOLVER_STATUS_ALLOC_FAILED = 2,
  CUSOLVER_STATUS_INVALID_VALUE = 3,
  CUSOLVER_STATUS_EXECUTION_FAILED = 6,
  CUSOLVER_STATUS_NOT_SUPPORTED = 9,
};

namespace softcuda {

struct Solver {
  void* stream = nullptr;
};

std::shared_ptr<Solver> find_solver(const void* handle);

// Runs a body as one call of cuSOLVER with a handle.
template <class Body>
cusolverStatus cusolver(const char* name, const void* handle, Body body) {
  return call<cusolverStatus>(name, CUSOLVER_STATUS_EXECUTION_FAILED, CUSOLVER_STATUS_EXECUTION_FAILED,
                              [&]() -> cusolverStatus {
                                auto solver = find_solver(handle);
                                return solver == nullptr ? CUSOLVER_STATUS_NOT_INITIALIZED : body(*solver);
                              });
}

// OpenBLAS's threads for one decomposition, as Lamina's CPU device takes them, since their number decides the last bits:
// several for values of a large matrix, one where weights are made of the result.
class Threads {
 public:
  Threads(bool values, int rows, int columns);
  ~Threads();
};

// The device memory of one decomposition.
template <class T>
struct Buffers {
  T* workspace;
  int length;      // of the workspace, in elements
  int64_t needed;  // what _bufferSize has told
  int* info;       // where LAPACK's info goes

  cusolverStatus valid() const {
    if (length >= needed && (workspace != nullptr || needed == 0) && info != nullptr) {
      return CUSOLVER_STATUS_SUCCESS;
    }
    complain("a workspace of %d elements, but %ld are needed", length, needed);
    return CUSOLVER_STATUS_INVALID_VALUE;
  }

  bool check() const {
    if (!check_matrix("the workspace", workspace, (size_t)length, 1, (size_t)length, sizeof(T), Access::WRITE) ||
        !check_matrix("devInfo", info, 1, 1, 1, sizeof *info, Access::WRITE)) {
      return false;
    }
    scramble(workspace, (size_t)length * sizeof(T));
    return true;
  }
};

// The answer of a _bufferSize. The lengths of workspaces are those of cuSOLVER 12.0 for compute capability 9.0, as formulas that
// come near to what it was seen to ask for: much, even for the smallest matrix. What an int cannot hold is refused there, too.
inline cusolverStatus tell_length(bool valid, int64_t needed, int* length) {
  if (!valid || needed > INT_MAX) {
    return CUSOLVER_STATUS_INVALID_VALUE;
  }
  *length = (int)needed;
  return CUSOLVER_STATUS_SUCCESS;
}

// Runs a decomposition. It cannot be captured: the real ones may synchronise.
cusolverStatus solve(const Solver& solver, const char* name, const Operation& operation);

inline CUresult illegal() { return set_device_error(CUDA_ERROR_ILLEGAL_ADDRESS); }

template <class T>
bool check_matrix_of(const char* operand, const T* a, int rows, int columns, int leading, Access access) {
  return check_matrix(operand, a, (size_t)rows, (size_t)columns, (size_t)leading, sizeof(T), access);
}

// The rows of one column in a triangle.
struct Rows {
  int begin, end;
  Rows(int fill, int n, int column) : begin(fill == 0 ? column : 0), end(fill == 0 ? n : column + 1) {}
};

template <class T>
bool check_triangle(const T* a, int fill, int n, int leading) {
  for (int j = 0; j < n; j++) {
    Rows rows(fill, n, j);
    if (!check_matrix_of("A", a + (int64_t)j * leading + rows.begin, rows.end - rows.begin, 1, rows.end - rows.begin,
                         Access::READ)) {
      return false;
    }
  }
  return true;
}

template <class T>
bool is_finite(const T* a, int rows, int columns, int leading) {
  for (int j = 0; j < columns; j++) {
    for (int i = 0; i < rows; i++) {
      if (!std::isfinite(a[(int64_t)j * leading + i])) {
        return false;
      }
    }
  }
  return true;
}

template <class T>
void fill_nan(T* a, int rows, int columns, int leading) {
  for (int j = 0; a != nullptr && j < columns; j++) {
    for (int i = 0; i < rows; i++) {
      a[(int64_t)j * leading + i] = std::numeric_limits<T>::quiet_NaN();
    }
  }
}

template <class T>
void scramble_matrix(T* a, int rows, int columns, int leading) {
  for (int j = 0; j < columns; j++) {
    scramble(a + (int64_t)j * leading, (size_t)rows * sizeof(T));
  }
}

}  // namespace softcuda
