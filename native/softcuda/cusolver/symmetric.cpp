// Symmetric matrices: eigenvalues and eigenvectors, and the Cholesky factor.
#include "../openblas/openblas.h"
#include "cusolver.h"

namespace softcuda {

namespace {

int eigen(char job, char uplo, int n, float* a, int lda, float* w) {
  return LAPACKE_ssyevd(COLUMN_MAJOR, job, uplo, n, a, lda, w);
}
int eigen(char job, char uplo, int n, double* a, int lda, double* w) {
  return LAPACKE_dsyevd(COLUMN_MAJOR, job, uplo, n, a, lda, w);
}

int cholesky(char uplo, int n, float* a, int lda) { return LAPACKE_spotrf(COLUMN_MAJOR, uplo, n, a, lda); }
int cholesky(char uplo, int n, double* a, int lda) { return LAPACKE_dpotrf(COLUMN_MAJOR, uplo, n, a, lda); }

bool valid(int job, int fill, int n, int lda) {
  return (job == 0 || job == 1) && (fill == 0 || fill == 1) && n >= 0 && lda >= std::max(1, n);
}

int64_t syevd_length(int64_t n) { return 65624 + 754 * std::min<int64_t>(n, 512) + 4 * n * n; }
int64_t potrf_length(int64_t n) { return 16 * std::max<int64_t>(1, n); }

template <class T>
bool is_finite_triangle(const T* a, int fill, int n, int lda) {
  for (int j = 0; j < n; j++) {
    Rows rows(fill, n, j);
    if (!is_finite(a + (int64_t)j * lda + rows.begin, rows.end - rows.begin, 1, 1)) {
      return false;
    }
  }
  return true;
}

template <class T>
cusolverStatus syevd(const char* name, void* handle, int job, int fill, int n, T* a, int lda, T* w, T* workspace, int length,
                     int* info) {
  return cusolver(name, handle, [&](Solver& solver) {
    Buffers<T> buffers = {workspace, length, syevd_length(n), info};
    if (!valid(job, fill, n, lda) || buffers.valid() != CUSOLVER_STATUS_SUCCESS) {
      return CUSOLVER_STATUS_INVALID_VALUE;
    }
    return solve(solver, name, [=] {
      if (!buffers.check() || !check_triangle(a, fill, n, lda) || !check_matrix_of("A", a, n, n, lda, Access::WRITE) ||
          !check_matrix_of("W", w, n, 1, n, Access::WRITE)) {
        return illegal();
      }
      if (is_finite_triangle(a, fill, n, lda)) {
        Threads threads(true, n, n);
        *info = eigen(job == 1 ? 'V' : 'N', triangle_letter(fill), n, a, lda, w);
      } else {
        fill_nan(a, n, n, lda);
        fill_nan(w, n, 1, n);
        *info = n;  // it does not converge
      }
      if (job == 0) {
        scramble_matrix(a, n, n, lda);  // A is destroyed
      }
      return CUDA_SUCCESS;
    });
  });
}

template <class T>
cusolverStatus potrf(const char* name, void* handle, int fill, int n, T* a, int lda, T* workspace, int length, int* info) {
  return cusolver(name, handle, [&](Solver& solver) {
    Buffers<T> buffers = {workspace, length, potrf_length(n), info};
    if (!valid(0, fill, n, lda) || buffers.valid() != CUSOLVER_STATUS_SUCCESS) {
      return CUSOLVER_STATUS_INVALID_VALUE;
    }
    return solve(solver, name, [=] {
      if (!buffers.check() || !check_triangle(a, fill, n, lda)) {
        return illegal();
      }
      Threads threads(true, n, n);
      *info = is_finite_triangle(a, fill, n, lda) ? cholesky(triangle_letter(fill), n, a, lda) : 1;
      return CUDA_SUCCESS;
    });
  });
}

cusolverStatus length_of_syevd(const char* name, void* handle, int job, int fill, int n, int lda, int* length) {
  return cusolver(name, handle, [&](Solver&) {
    return tell_length(valid(job, fill, n, lda), syevd_length(n), length);
  });
}

cusolverStatus length_of_potrf(const char* name, void* handle, int fill, int n, int lda, int* length) {
  return cusolver(name, handle, [&](Solver&) {
    return tell_length(valid(0, fill, n, lda), potrf_length(n), length);
  });
}

}  // namespace
}  // namespace softcuda

using namespace softcuda;

extern "C" {

cusolverStatus cusolverDnSsyevd_bufferSize(void* handle, int job, int fill, int n, const float*, int lda, const float*,
                                           int* length) {
  return length_of_syevd("cusolverDnSsyevd_bufferSize", handle, job, fill, n, lda, length);
}

cusolverStatus cusolverDnDsyevd_bufferSize(void* handle, int job, int fill, int n, const double*, int lda, const double*,
                                           int* length) {
  return length_of_syevd("cusolverDnDsyevd_bufferSize", handle, job, fill, n, lda, length);
}

cusolverStatus cusolverDnSsyevd(void* handle, int job, int fill, int n, float* a, int lda, float* w, float* workspace,
                                int length, int* info) {
  return syevd("cusolverDnSsyevd", handle, job, fill, n, a, lda, w, workspace, length, info);
}

cusolverStatus cusolverDnDsyevd(void* handle, int job, int fill, int n, double* a, int lda, double* w, double* workspace,
                                int length, int* info) {
  return syevd("cusolverDnDsyevd", handle, job, fill, n, a, lda, w, workspace, length, info);
}

cusolverStatus cusolverDnSpotrf_bufferSize(void* handle, int fill, int n, float*, int lda, int* length) {
  return length_of_potrf("cusolverDnSpotrf_bufferSize", handle, fill, n, lda, length);
}

cusolverStatus cusolverDnDpotrf_bufferSize(void* handle, int fill, int n, double*, int lda, int* length) {
  return length_of_potrf("cusolverDnDpotrf_bufferSize", handle, fill, n, lda, length);
}

cusolverStatus cusolverDnSpotrf(void* handle, int fill, int n, float* a, int lda, float* workspace, int length, int* info) {
  return potrf("cusolverDnSpotrf", handle, fill, n, a, lda, workspace, length, info);
}

cusolverStatus cusolverDnDpotrf(void* handle, int fill, int n, double* a, int lda, double* workspace, int length,
                                int* info) {
  return potrf("cusolverDnDpotrf", handle, fill, n, a, lda, workspace, length, info);
}

}
