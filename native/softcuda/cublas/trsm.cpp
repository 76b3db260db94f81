// B = alpha op(A)^-1 B or alpha B op(A)^-1, for a triangular A.
#include "../openblas/openblas.h"
#include "cublas.h"

namespace softcuda {

namespace {

void solve(int side, int uplo, int trans, int diag, int m, int n, float alpha, const float* a, int lda, float* b, int ldb) {
  cblas_strsm(COLUMN_MAJOR, side, uplo, trans, diag, m, n, alpha, a, lda, b, ldb);
}

void solve(int side, int uplo, int trans, int diag, int m, int n, double alpha, const double* a, int lda, double* b,
           int ldb) {
  cblas_dtrsm(COLUMN_MAJOR, side, uplo, trans, diag, m, n, alpha, a, lda, b, ldb);
}

bool is_choice(int value) { return value == 0 || value == 1; }

template <class T>
cublasStatus trsm(const char* name, void* handle, int side, int fill, int trans, int diag, int m, int n, const T* alpha,
                  const T* a, int lda, T* b, int ldb) {
  return cublas(name, handle, [&](Blas& blas) {
    int order = side == 0 ? m : n;
    if (!is_choice(side) || !is_choice(fill) || !is_choice(diag) || !is_operation(trans) || m < 0 || n < 0 ||
        lda < std::max(1, order) || ldb < std::max(1, m) || alpha == nullptr) {
      return CUBLAS_STATUS_INVALID_VALUE;
    }
    Scalar<T> alphas(blas, alpha);
    return blas.queue(name, [=] {
      T alpha_now;
      if (!alphas.read("alpha", &alpha_now)) {
        return illegal();
      }
      for (int j = 0; j < order; j++) {  // the triangle of A
        int begin = fill == 0 ? j : 0;
        int end = fill == 0 ? order : j + 1;
        if (!check_input("A", a + (int64_t)j * lda + begin, end - begin, 1, end - begin)) {
          return illegal();
        }
      }
      if (!check_result("B", b, m, n, ldb, alpha_now)) {
        return illegal();
      }
      solve(side == 0 ? 141 : 142, triangle(fill), transposition(trans), diag == 0 ? 131 : 132, m, n, alpha_now, a, lda, b,
            ldb);
      return CUDA_SUCCESS;
    });
  });
}

}  // namespace
}  // namespace softcuda

using namespace softcuda;

extern "C" {

cublasStatus cublasStrsm_v2(void* handle, int side, int fill, int trans, int diag, int m, int n, const float* alpha,
                            const float* a, int lda, float* b, int ldb) {
  return trsm("cublasStrsm", handle, side, fill, trans, diag, m, n, alpha, a, lda, b, ldb);
}

cublasStatus cublasDtrsm_v2(void* handle, int side, int fill, int trans, int diag, int m, int n, const double* alpha,
                            const double* a, int lda, double* b, int ldb) {
  return trsm("cublasDtrsm", handle, side, fill, trans, diag, m, n, alpha, a, lda, b, ldb);
}

}
