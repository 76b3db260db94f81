// C = alpha op(A) op(B) + beta C, for one matrix or for many at a fixed distance.
#include "../openblas/openblas.h"
#include "cublas.h"

namespace softcuda {

namespace {

void multiply(int ta, int tb, int m, int n, int k, float alpha, const float* a, int lda, const float* b, int ldb, float beta,
              float* c, int ldc) {
  cblas_sgemm(COLUMN_MAJOR, ta, tb, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
}

void multiply(int ta, int tb, int m, int n, int k, double alpha, const double* a, int lda, const double* b, int ldb,
              double beta, double* c, int ldc) {
  cblas_dgemm(COLUMN_MAJOR, ta, tb, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
}

struct Shape {
  int ta, tb;
  int64_t m, n, k;
  int64_t lda, ldb, ldc;
  int64_t stride_a, stride_b, stride_c;
  int64_t batch;

  int64_t rows_a() const { return ta == 0 ? m : k; }
  int64_t columns_a() const { return ta == 0 ? k : m; }
  int64_t rows_b() const { return tb == 0 ? k : n; }
  int64_t columns_b() const { return tb == 0 ? n : k; }

  bool valid() const {
    return is_operation(ta) && is_operation(tb) && m >= 0 && n >= 0 && k >= 0 && batch >= 0 &&
           lda >= std::max<int64_t>(1, rows_a()) && ldb >= std::max<int64_t>(1, rows_b()) && ldc >= std::max<int64_t>(1, m);
  }

  bool fits_blas() const { return std::max({m, n, k, lda, ldb, ldc}) <= INT_MAX; }

  // Results of a batch must not overlap: they are computed at the same time.
  bool separate() const { return batch <= 1 || std::abs(stride_c) >= ldc * (n - 1) + m; }
};

template <class T>
CUresult run(const Shape& s, const Scalar<T>& alphas, const T* a, const T* b, const Scalar<T>& betas, T* c) {
  T alpha, beta;
  if (!alphas.read("alpha", &alpha) || !betas.read("beta", &beta)) {
    return illegal();
  }
  for (int64_t i = 0; i < s.batch; i++) {
    const T* ai = a + i * s.stride_a;
    const T* bi = b + i * s.stride_b;
    T* ci = c + i * s.stride_c;
    bool reads = alpha != T(0) && s.k > 0;
    if ((reads && !(check_input("A", ai, s.rows_a(), s.columns_a(), s.lda) &&
                    check_input("B", bi, s.rows_b(), s.columns_b(), s.ldb))) ||
        !check_result("C", ci, s.m, s.n, s.ldc, beta)) {
      return illegal();
    }
    multiply(transposition(s.ta), transposition(s.tb), (int)s.m, (int)s.n, (int)s.k, alpha, ai, (int)s.lda, bi, (int)s.ldb,
             beta, ci, (int)s.ldc);
  }
  return CUDA_SUCCESS;
}

template <class T>
cublasStatus gemm(const char* name, void* handle, const Shape& s, const T* alpha, const T* a, const T* b, const T* beta,
                  T* c) {
  return cublas(name, handle, [&](Blas& blas) {
    if (!s.valid() || alpha == nullptr || beta == nullptr) {
      return CUBLAS_STATUS_INVALID_VALUE;
    }
    if (!s.fits_blas()) {
      return CUBLAS_STATUS_NOT_SUPPORTED;
    }
    if (s.m == 0 || s.n == 0 || s.batch == 0) {
      return CUBLAS_STATUS_SUCCESS;
    }
    if (!s.separate()) {
      complain("the results of the batch overlap");
      return CUBLAS_STATUS_INVALID_VALUE;
    }
    Scalar<T> alphas(blas, alpha);
    Scalar<T> betas(blas, beta);
    return blas.queue(name, [=] { return run(s, alphas, a, b, betas, c); });
  });
}

// CUDA's numbers of the types that are supported.
enum { REAL_FLOAT = 0, REAL_DOUBLE = 1 };

cublasStatus gemm_of_type(const char* name, void* handle, const Shape& s, const void* alpha, const void* a, int type_a,
                          const void* b, int type_b, const void* beta, void* c, int type_c) {
  if (type_a == REAL_FLOAT && type_b == REAL_FLOAT && type_c == REAL_FLOAT) {
    return gemm(name, handle, s, (const float*)alpha, (const float*)a, (const float*)b, (const float*)beta, (float*)c);
  }
  if (type_a == REAL_DOUBLE && type_b == REAL_DOUBLE && type_c == REAL_DOUBLE) {
    return gemm(name, handle, s, (const double*)alpha, (const double*)a, (const double*)b, (const double*)beta, (double*)c);
  }
  return CUBLAS_STATUS_NOT_SUPPORTED;
}

}  // namespace
}  // namespace softcuda

using namespace softcuda;

extern "C" {

#define SOFTCUDA_GEMM(function, name, Integer, T)                                                                          \
  cublasStatus function(void* handle, int ta, int tb, Integer m, Integer n, Integer k, const T* alpha, const T* a,         \
                        Integer lda, const T* b, Integer ldb, const T* beta, T* c, Integer ldc) {                          \
    return gemm(name, handle, {ta, tb, m, n, k, lda, ldb, ldc, 0, 0, 0, 1}, alpha, a, b, beta, c);                         \
  }

#define SOFTCUDA_GEMM_BATCH(function, name, Integer, T)                                                                    \
  cublasStatus function(void* handle, int ta, int tb, Integer m, Integer n, Integer k, const T* alpha, const T* a,         \
                        Integer lda, long long stride_a, const T* b, Integer ldb, long long stride_b, const T* beta, T* c, \
                        Integer ldc, long long stride_c, Integer batch) {                                                  \
    return gemm(name, handle, {ta, tb, m, n, k, lda, ldb, ldc, stride_a, stride_b, stride_c, batch}, alpha, a, b, beta, c); \
  }

SOFTCUDA_GEMM(cublasSgemm_v2, "cublasSgemm", int, float)
SOFTCUDA_GEMM(cublasDgemm_v2, "cublasDgemm", int, double)
SOFTCUDA_GEMM(cublasSgemm_v2_64, "cublasSgemm_64", int64_t, float)
SOFTCUDA_GEMM(cublasDgemm_v2_64, "cublasDgemm_64", int64_t, double)
SOFTCUDA_GEMM_BATCH(cublasSgemmStridedBatched, "cublasSgemmStridedBatched", int, float)
SOFTCUDA_GEMM_BATCH(cublasDgemmStridedBatched, "cublasDgemmStridedBatched", int, double)
SOFTCUDA_GEMM_BATCH(cublasSgemmStridedBatched_64, "cublasSgemmStridedBatched_64", int64_t, float)
SOFTCUDA_GEMM_BATCH(cublasDgemmStridedBatched_64, "cublasDgemmStridedBatched_64", int64_t, double)

cublasStatus cublasGemmEx(void* handle, int ta, int tb, int m, int n, int k, const void* alpha, const void* a, int type_a,
                          int lda, const void* b, int type_b, int ldb, const void* beta, void* c, int type_c, int ldc,
                          int /* compute type */, int /* algorithm */) {
  return gemm_of_type("cublasGemmEx", handle, {ta, tb, m, n, k, lda, ldb, ldc, 0, 0, 0, 1}, alpha, a, type_a, b, type_b,
                      beta, c, type_c);
}

cublasStatus cublasGemmStridedBatchedEx(void* handle, int ta, int tb, int m, int n, int k, const void* alpha, const void* a,
                                        int type_a, int lda, long long stride_a, const void* b, int type_b, int ldb,
                                        long long stride_b, const void* beta, void* c, int type_c, int ldc,
                                        long long stride_c, int batch, int /* compute type */, int /* algorithm */) {
  return gemm_of_type("cublasGemmStridedBatchedEx", handle,
                      {ta, tb, m, n, k, lda, ldb, ldc, stride_a, stride_b, stride_c, batch}, alpha, a, type_a, b, type_b,
                      beta, c, type_c);
}

}
