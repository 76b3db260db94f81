// Handles of cuSOLVER, and how its functions run.
#include "../driver/libraries.h"
#include "../driver/settings.h"
#include "../openblas/openblas.h"
#include "cusolver.h"

namespace softcuda {

namespace {

// As in Lamina's CPU device: operations below which one thread is better.
constexpr double WORTH = 1e7;

Handles<Solver>& handles() {
  static auto* handles = new Handles<Solver>(9);
  return *handles;
}

}  // namespace

std::shared_ptr<Solver> find_solver(const void* handle) {
  auto solver = handles().find(handle);
  if (solver == nullptr) {
    complain("there is no cuSOLVER handle %p; was it destroyed?", handle);
  }
  return solver;
}

Threads::Threads(bool values, int rows, int columns) {
  bool one = !values || (double)rows * columns * std::min(rows, columns) < WORTH;
  goto_set_num_threads(one ? 1 : settings().threads);
}

Threads::~Threads() { goto_set_num_threads(1); }

cusolverStatus solve(const Solver& solver, const char* name, const Operation& operation) {
  auto stream = find_stream(solver.stream);
  if (stream == nullptr) {
    return CUSOLVER_STATUS_EXECUTION_FAILED;
  }
  if (forbid_in_capture_of(stream) != CUDA_SUCCESS) {
    return CUSOLVER_STATUS_NOT_SUPPORTED;
  }
  CUresult result = submit(solver.stream, name, operation);
  return result == CUDA_SUCCESS ? CUSOLVER_STATUS_SUCCESS : CUSOLVER_STATUS_EXECUTION_FAILED;
}

}  // namespace softcuda

using namespace softcuda;

extern "C" {

cusolverStatus cusolverDnCreate(void** handle) {
  return call<cusolverStatus>("cusolverDnCreate", CUSOLVER_STATUS_ALLOC_FAILED, CUSOLVER_STATUS_NOT_INITIALIZED, [&] {
    goto_set_num_threads(1);
    *handle = handles().add(std::make_shared<Solver>());
    count_library_handle("cusolver", 1);
    return CUSOLVER_STATUS_SUCCESS;
  });
}

cusolverStatus cusolverDnDestroy(void* handle) {
  return cusolver("cusolverDnDestroy", handle, [&](Solver&) {
    handles().remove(handle);
    count_library_handle("cusolver", -1);
    return CUSOLVER_STATUS_SUCCESS;
  });
}

cusolverStatus cusolverDnSetStream(void* handle, void* stream) {
  return cusolver("cusolverDnSetStream", handle, [&](Solver& solver) {
    if (find_stream(stream) == nullptr) {
      return CUSOLVER_STATUS_INVALID_VALUE;
    }
    solver.stream = stream;
    return CUSOLVER_STATUS_SUCCESS;
  });
}

cusolverStatus cusolverDnGetStream(void* handle, void** stream) {
  return cusolver("cusolverDnGetStream", handle, [&](Solver& solver) {
    *stream = solver.stream;
    return CUSOLVER_STATUS_SUCCESS;
  });
}

cusolverStatus cusolverGetVersion(int* version) {
  Call entry("cusolverGetVersion");
  *version = 11604;
  return entry.must_fail() ? CUSOLVER_STATUS_EXECUTION_FAILED : CUSOLVER_STATUS_SUCCESS;
}

}
