// C = alpha op(A) op(A)^T + beta C, of which one triangle is computed.
#include "../openblas/openblas.h"
#include "cublas.h"

namespace softcuda {

namespace {

void rank_k(int uplo, int trans, int n, int k, float alpha, const float* a, int lda, float beta, float* c, int ldc) {
  cblas_ssyrk(COLUMN_MAJOR, uplo, trans, n, k, alpha, a, lda, beta, c, ldc);
}

void rank_k(int uplo, int trans, int n, int k, double alpha, const double* a, int lda, double beta, double* c, int ldc) {
  cblas_dsyrk(COLUMN_MAJOR, uplo, trans, n, k, alpha, a, lda, beta, c, ldc);
}

// Only the triangle is read and written.
template <class T>
bool check_triangle(int fill, T* c, int n, int ldc, T beta) {
  for (int j = 0; j < n; j++) {
    int begin = fill == 0 ? j : 0;
    int end = fill == 0 ? n : j + 1;
    if (!check_result("C", c + (int64_t)j * ldc + begin, end - begin, 1, end - begin, beta)) {
      return false;
    }
  }
  return true;
}

template <class T>
cublasStatus syrk(const char* name, void* handle, int fill, int trans, int n, int k, const T* alpha, const T* a, int lda,
                  const T* beta, T* c, int ldc) {
  return cublas(name, handle, [&](Blas& blas) {
    int rows = trans == 0 ? n : k;
    int columns = trans == 0 ? k : n;
    if ((fill != 0 && fill != 1) || !is_operation(trans) || n < 0 || k < 0 || lda < std::max(1, rows) ||
        ldc < std::max(1, n) || alpha == nullptr || beta == nullptr) {
      return CUBLAS_STATUS_INVALID_VALUE;
    }
    Scalar<T> alphas(blas, alpha);
    Scalar<T> betas(blas, beta);
    return blas.queue(name, [=] {
      T alpha_now, beta_now;
      if (!alphas.read("alpha", &alpha_now) || !betas.read("beta", &beta_now) ||
          (alpha_now != T(0) && !check_input("A", a, rows, columns, lda)) || !check_triangle(fill, c, n, ldc, beta_now)) {
        return illegal();
      }
      rank_k(triangle(fill), transposition(trans), n, k, alpha_now, a, lda, beta_now, c, ldc);
      return CUDA_SUCCESS;
    });
  });
}

}  // namespace
}  // namespace softcuda

using namespace softcuda;

extern "C" {

cublasStatus cublasSsyrk_v2(void* handle, int fill, int trans, int n, int k, const float* alpha, const float* a, int lda,
                            const float* beta, float* c, int ldc) {
  return syrk("cublasSsyrk", handle, fill, trans, n, k, alpha, a, lda, beta, c, ldc);
}

cublasStatus cublasDsyrk_v2(void* handle, int fill, int trans, int n, int k, const double* alpha, const double* a, int lda,
                            const double* beta, double* c, int ldc) {
  return syrk("cublasDsyrk", handle, fill, trans, n, k, alpha, a, lda, beta, c, ldc);
}

}
