// A = U diag(S) V^T. LAPACK's driver is gesdd, as in Lamina's CPU device; A is destroyed.
#include <vector>

#include "../driver/libraries.h"
#include "../openblas/openblas.h"
#include "cusolver.h"

namespace softcuda {

namespace {

int decompose(char job, int m, int n, float* a, int lda, float* s, float* u, int ldu, float* vt, int ldvt) {
  return LAPACKE_sgesdd(COLUMN_MAJOR, job, m, n, a, lda, s, u, ldu, vt, ldvt);
}
int decompose(char job, int m, int n, double* a, int lda, double* s, double* u, int ldu, double* vt, int ldvt) {
  return LAPACKE_dgesdd(COLUMN_MAJOR, job, m, n, a, lda, s, u, ldu, vt, ldvt);
}

// A decomposition in host memory: U has `left` columns, VT has `right` rows.
template <class T>
struct Decomposition {
  int m, n, left, right, info;
  std::vector<T> s, u, vt;

  Decomposition(char job, int m, int n, T* a, int lda) : m(m), n(n) {
    int rank = std::min(m, n);
    left = job == 'A' ? m : rank;
    right = job == 'A' ? n : rank;
    T nan = std::numeric_limits<T>::quiet_NaN();
    s.assign((size_t)rank, nan);
    if (job != 'N') {
      u.assign((size_t)m * left, nan);
      vt.assign((size_t)right * n, nan);
    }
    Threads threads(job == 'N', m, n);
    info = is_finite(a, m, n, lda)
               ? decompose(job, m, n, a, lda, s.data(), u.data(), std::max(1, m), vt.data(), std::max(1, right))
               : rank;  // LAPACKE refuses it; on a GPU it does not converge
  }

  void copy_u(T* to, int leading, int columns) const {
    for (int j = 0; j < columns; j++) {
      std::copy_n(u.data() + (size_t)j * m, m, to + (size_t)j * leading);
    }
  }

  void copy_vt(T* to, int leading, int rows) const {
    for (int j = 0; j < n; j++) {
      std::copy_n(vt.data() + (size_t)j * right, rows, to + (size_t)j * leading);
    }
  }

  void copy_v(T* to, int leading, int columns) const {
    for (int j = 0; j < columns; j++) {
      for (int i = 0; i < n; i++) {
        to[(size_t)j * leading + i] = vt[(size_t)i * right + j];
      }
    }
  }
};

bool is_job(char job) { return job == 'A' || job == 'S' || job == 'O' || job == 'N'; }

// gesdd has one job for both sides: the one that computes all that is wanted.
char common_job(char job_u, char job_vt) {
  if (job_u == 'A' || job_vt == 'A') {
    return 'A';
  }
  return job_u == 'N' && job_vt == 'N' ? 'N' : 'S';
}

int64_t gesvd_length(int64_t m, int64_t n) { return 804784 + 248 * m + 3 * m * n + 3 * n * n; }
int64_t gesvdj_length(int64_t m, int64_t n) { return 2 * (m + n) + m * n + 1; }

template <class T>
cusolverStatus gesvd(const char* name, void* handle, char job_u, char job_vt, int m, int n, T* a, int lda, T* s, T* u, int ldu,
                     T* vt, int ldvt, T* workspace, int length, int* info) {
  return cusolver(name, handle, [&](Solver& solver) {
    Buffers<T> buffers = {workspace, length, gesvd_length(m, n), info};
    bool wants_u = job_u == 'A' || job_u == 'S';
    bool wants_vt = job_vt == 'A' || job_vt == 'S';
    if (!is_job(job_u) || !is_job(job_vt) || (job_u == 'O' && job_vt == 'O') || n < 0 || m < n || lda < std::max(1, m) ||
        (wants_u && ldu < std::max(1, m)) || (wants_vt && ldvt < std::max(1, n)) ||
        buffers.valid() != CUSOLVER_STATUS_SUCCESS) {
      return CUSOLVER_STATUS_INVALID_VALUE;
    }
    return solve(solver, name, [=] {
      int columns = job_u == 'A' ? m : n;
      if (!buffers.check() || !check_matrix_of("A", a, m, n, lda, Access::READ) ||
          !check_matrix_of("S", s, n, 1, n, Access::WRITE) ||
          (wants_u && !check_matrix_of("U", u, m, columns, ldu, Access::WRITE)) ||
          (wants_vt && !check_matrix_of("VT", vt, n, n, ldvt, Access::WRITE))) {
        return illegal();
      }
      Decomposition<T> result(common_job(job_u, job_vt), m, n, a, lda);
      *info = result.info;
      std::copy(result.s.begin(), result.s.end(), s);
      if (job_u != 'O' && job_vt != 'O') {
        scramble_matrix(a, m, n, lda);
      }
      if (job_u != 'N') {
        result.copy_u(job_u == 'O' ? a : u, job_u == 'O' ? lda : ldu, columns);
      }
      if (job_vt != 'N') {
        result.copy_vt(job_vt == 'O' ? a : vt, job_vt == 'O' ? lda : ldvt, n);
      }
      return CUDA_SUCCESS;
    });
  });
}

// Parameters of the Jacobi method, which are kept nowhere since the method is another.
struct Jacobi {};

Handles<Jacobi>& parameters() {
  static auto* handles = new Handles<Jacobi>(10);
  return *handles;
}

template <class T>
cusolverStatus gesvdj(const char* name, void* handle, int job, int economy, int m, int n, T* a, int lda, T* s, T* u, int ldu,
                      T* v, int ldv, T* workspace, int length, int* info, void* params) {
  return cusolver(name, handle, [&](Solver& solver) {
    Buffers<T> buffers = {workspace, length, gesvdj_length(m, n), info};
    if ((job != 0 && job != 1) || m < 0 || n < 0 || lda < std::max(1, m) || (job == 1 && ldu < std::max(1, m)) ||
        (job == 1 && ldv < std::max(1, n)) || parameters().find(params) == nullptr ||
        buffers.valid() != CUSOLVER_STATUS_SUCCESS) {
      return CUSOLVER_STATUS_INVALID_VALUE;
    }
    return solve(solver, name, [=] {
      int rank = std::min(m, n);
      int left = economy != 0 ? rank : m;
      int right = economy != 0 ? rank : n;
      if (!buffers.check() || !check_matrix_of("A", a, m, n, lda, Access::READ) ||
          !check_matrix_of("S", s, rank, 1, rank, Access::WRITE) ||
          (job == 1 && (!check_matrix_of("U", u, m, left, ldu, Access::WRITE) ||
                        !check_matrix_of("V", v, n, right, ldv, Access::WRITE)))) {
        return illegal();
      }
      Decomposition<T> result(job == 0 ? 'N' : economy != 0 ? 'S' : 'A', m, n, a, lda);
      *info = result.info;
      std::copy(result.s.begin(), result.s.end(), s);
      scramble_matrix(a, m, n, lda);
      if (job == 1) {
        result.copy_u(u, ldu, left);
        result.copy_v(v, ldv, right);
      }
      return CUDA_SUCCESS;
    });
  });
}

cusolverStatus length_of_gesvd(const char* name, void* handle, int m, int n, int* length) {
  return cusolver(name, handle, [&](Solver&) {
    return tell_length(n >= 0 && m >= n, gesvd_length(m, n), length);
  });
}

cusolverStatus length_of_gesvdj(const char* name, void* handle, int m, int n, int* length) {
  return cusolver(name, handle, [&](Solver&) {
    return tell_length(m >= 0 && n >= 0, gesvdj_length(m, n), length);
  });
}

cusolverStatus with_parameters(const char* name, void* params) {
  return call<cusolverStatus>(name, CUSOLVER_STATUS_INVALID_VALUE, CUSOLVER_STATUS_EXECUTION_FAILED, [&] {
    return parameters().find(params) == nullptr ? CUSOLVER_STATUS_INVALID_VALUE : CUSOLVER_STATUS_SUCCESS;
  });
}

}  // namespace
}  // namespace softcuda

using namespace softcuda;

extern "C" {

cusolverStatus cusolverDnSgesvd_bufferSize(void* handle, int m, int n, int* length) {
  return length_of_gesvd("cusolverDnSgesvd_bufferSize", handle, m, n, length);
}

cusolverStatus cusolverDnDgesvd_bufferSize(void* handle, int m, int n, int* length) {
  return length_of_gesvd("cusolverDnDgesvd_bufferSize", handle, m, n, length);
}

cusolverStatus cusolverDnSgesvd(void* handle, signed char job_u, signed char job_vt, int m, int n, float* a, int lda, float* s,
                                float* u, int ldu, float* vt, int ldvt, float* workspace, int length, float*, int* info) {
  return gesvd("cusolverDnSgesvd", handle, (char)job_u, (char)job_vt, m, n, a, lda, s, u, ldu, vt, ldvt, workspace, length,
               info);
}

cusolverStatus cusolverDnDgesvd(void* handle, signed char job_u, signed char job_vt, int m, int n, double* a, int lda,
                                double* s, double* u, int ldu, double* vt, int ldvt, double* workspace, int length, double*,
                                int* info) {
  return gesvd("cusolverDnDgesvd", handle, (char)job_u, (char)job_vt, m, n, a, lda, s, u, ldu, vt, ldvt, workspace, length,
               info);
}

cusolverStatus cusolverDnCreateGesvdjInfo(void** params) {
  return call<cusolverStatus>("cusolverDnCreateGesvdjInfo", CUSOLVER_STATUS_ALLOC_FAILED,
                              CUSOLVER_STATUS_EXECUTION_FAILED, [&] {
                                *params = parameters().add(std::make_shared<Jacobi>());
                                count_library_handle("cusolver", 1);
                                return CUSOLVER_STATUS_SUCCESS;
                              });
}

cusolverStatus cusolverDnDestroyGesvdjInfo(void* params) {
  return call<cusolverStatus>("cusolverDnDestroyGesvdjInfo", CUSOLVER_STATUS_EXECUTION_FAILED,
                              CUSOLVER_STATUS_EXECUTION_FAILED, [&] {
                                if (!parameters().remove(params)) {
                                  return CUSOLVER_STATUS_INVALID_VALUE;
                                }
                                count_library_handle("cusolver", -1);
                                return CUSOLVER_STATUS_SUCCESS;
                              });
}

cusolverStatus cusolverDnXgesvdjSetTolerance(void* params, double) {
  return with_parameters("cusolverDnXgesvdjSetTolerance", params);
}

cusolverStatus cusolverDnXgesvdjSetMaxSweeps(void* params, int) {
  return with_parameters("cusolverDnXgesvdjSetMaxSweeps", params);
}

cusolverStatus cusolverDnXgesvdjSetSortEig(void* params, int) {
  return with_parameters("cusolverDnXgesvdjSetSortEig", params);
}

cusolverStatus cusolverDnSgesvdj_bufferSize(void* handle, int, int, int m, int n, const float*, int, const float*, const float*,
                                            int, const float*, int, int* length, void*) {
  return length_of_gesvdj("cusolverDnSgesvdj_bufferSize", handle, m, n, length);
}

cusolverStatus cusolverDnDgesvdj_bufferSize(void* handle, int, int, int m, int n, const double*, int, const double*,
                                            const double*, int, const double*, int, int* length, void*) {
  return length_of_gesvdj("cusolverDnDgesvdj_bufferSize", handle, m, n, length);
}

cusolverStatus cusolverDnSgesvdj(void* handle, int job, int economy, int m, int n, float* a, int lda, float* s, float* u,
                                 int ldu, float* v, int ldv, float* workspace, int length, int* info, void* params) {
  return gesvdj("cusolverDnSgesvdj", handle, job, economy, m, n, a, lda, s, u, ldu, v, ldv, workspace, length, info, params);
}

cusolverStatus cusolverDnDgesvdj(void* handle, int job, int economy, int m, int n, double* a, int lda, double* s, double* u,
                                 int ldu, double* v, int ldv, double* workspace, int length, int* info, void* params) {
  return gesvdj("cusolverDnDgesvdj", handle, job, economy, m, n, a, lda, s, u, ldu, v, ldv, workspace, length, info, params);
}

}
