// A = Q R, in the form of reflectors, and Q itself.
#include "../openblas/openblas.h"
#include "cusolver.h"

namespace softcuda {

namespace {

int factor(int m, int n, float* a, int lda, float* tau) { return LAPACKE_sgeqrf(COLUMN_MAJOR, m, n, a, lda, tau); }
int factor(int m, int n, double* a, int lda, double* tau) { return LAPACKE_dgeqrf(COLUMN_MAJOR, m, n, a, lda, tau); }

int form(int m, int n, int k, float* a, int lda, const float* tau) {
  return LAPACKE_sorgqr(COLUMN_MAJOR, m, n, k, a, lda, tau);
}
int form(int m, int n, int k, double* a, int lda, const double* tau) {
  return LAPACKE_dorgqr(COLUMN_MAJOR, m, n, k, a, lda, tau);
}

bool valid(int m, int n, int lda) { return m >= 0 && n >= 0 && lda >= std::max(1, m); }
bool valid(int m, int n, int k, int lda) { return valid(m, n, lda) && m >= n && n >= k && k >= 0; }

int64_t geqrf_length(int64_t n) { return std::max<int64_t>(786432, 1152 * n); }
int64_t orgqr_length(int64_t n) { return 32768 + 64 * n; }

template <class T>
cusolverStatus geqrf(const char* name, void* handle, int m, int n, T* a, int lda, T* tau, T* workspace, int length,
                     int* info) {
  return cusolver(name, handle, [&](Solver& solver) {
    Buffers<T> buffers = {workspace, length, geqrf_length(n), info};
    if (!valid(m, n, lda) || buffers.valid() != CUSOLVER_STATUS_SUCCESS) {
      return CUSOLVER_STATUS_INVALID_VALUE;
    }
    return solve(solver, name, [=] {
      int k = std::min(m, n);
      if (!buffers.check() || !check_matrix_of("A", a, m, n, lda, Access::READ) ||
          !check_matrix_of("TAU", tau, k, 1, k, Access::WRITE)) {
        return illegal();
      }
      *info = 0;
      if (is_finite(a, m, n, lda)) {
        *info = factor(m, n, a, lda, tau);
      } else {  // LAPACKE refuses it; a GPU computes NaN
        fill_nan(a, m, n, lda);
        fill_nan(tau, k, 1, k);
      }
      return CUDA_SUCCESS;
    });
  });
}

template <class T>
cusolverStatus orgqr(const char* name, void* handle, int m, int n, int k, T* a, int lda, const T* tau, T* workspace,
                     int length, int* info) {
  return cusolver(name, handle, [&](Solver& solver) {
    Buffers<T> buffers = {workspace, length, orgqr_length(n), info};
    if (!valid(m, n, k, lda) || buffers.valid() != CUSOLVER_STATUS_SUCCESS) {
      return CUSOLVER_STATUS_INVALID_VALUE;
    }
    return solve(solver, name, [=] {
      // Columns from k on are written only.
      if (!buffers.check() || !check_matrix_of("A", a, m, k, lda, Access::READ) ||
          !check_matrix_of("TAU", tau, k, 1, k, Access::READ) || !check_matrix_of("A", a, m, n, lda, Access::WRITE)) {
        return illegal();
      }
      *info = 0;
      if (is_finite(a, m, n, lda)) {
        *info = form(m, n, k, a, lda, tau);
      } else {
        fill_nan(a, m, n, lda);
      }
      return CUDA_SUCCESS;
    });
  });
}

cusolverStatus length_of_geqrf(const char* name, void* handle, int m, int n, int lda, int* length) {
  return cusolver(name, handle, [&](Solver&) {
    return tell_length(valid(m, n, lda), geqrf_length(n), length);
  });
}

cusolverStatus length_of_orgqr(const char* name, void* handle, int m, int n, int k, int lda, int* length) {
  return cusolver(name, handle, [&](Solver&) {
    return tell_length(valid(m, n, k, lda), orgqr_length(n), length);
  });
}

}  // namespace
}  // namespace softcuda

using namespace softcuda;

extern "C" {

cusolverStatus cusolverDnSgeqrf_bufferSize(void* handle, int m, int n, float*, int lda, int* length) {
  return length_of_geqrf("cusolverDnSgeqrf_bufferSize", handle, m, n, lda, length);
}

cusolverStatus cusolverDnDgeqrf_bufferSize(void* handle, int m, int n, double*, int lda, int* length) {
  return length_of_geqrf("cusolverDnDgeqrf_bufferSize", handle, m, n, lda, length);
}

cusolverStatus cusolverDnSgeqrf(void* handle, int m, int n, float* a, int lda, float* tau, float* workspace, int length,
                                int* info) {
  return geqrf("cusolverDnSgeqrf", handle, m, n, a, lda, tau, workspace, length, info);
}

cusolverStatus cusolverDnDgeqrf(void* handle, int m, int n, double* a, int lda, double* tau, double* workspace, int length,
                                int* info) {
  return geqrf("cusolverDnDgeqrf", handle, m, n, a, lda, tau, workspace, length, info);
}

cusolverStatus cusolverDnSorgqr_bufferSize(void* handle, int m, int n, int k, const float*, int lda, const float*,
                                           int* length) {
  return length_of_orgqr("cusolverDnSorgqr_bufferSize", handle, m, n, k, lda, length);
}

cusolverStatus cusolverDnDorgqr_bufferSize(void* handle, int m, int n, int k, const double*, int lda, const double*,
                                           int* length) {
  return length_of_orgqr("cusolverDnDorgqr_bufferSize", handle, m, n, k, lda, length);
}

cusolverStatus cusolverDnSorgqr(void* handle, int m, int n, int k, float* a, int lda, const float* tau, float* workspace,
                                int length, int* info) {
  return orgqr("cusolverDnSorgqr", handle, m, n, k, a, lda, tau, workspace, length, info);
}

cusolverStatus cusolverDnDorgqr(void* handle, int m, int n, int k, double* a, int lda, const double* tau, double* workspace,
                                int length, int* info) {
  return orgqr("cusolverDnDorgqr", handle, m, n, k, a, lda, tau, workspace, length, info);
}

}
