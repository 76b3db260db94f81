// C = alpha op(A) + beta op(B). A matrix whose factor is zero is not read. C may be A or B itself, if that is not transposed.
#include "cublas.h"

namespace softcuda {

namespace {

template <class T>
struct Term {
  int trans;
  const T* matrix;
  int leading;

  bool valid(int m, int n) const {
    return is_operation(trans) && leading >= std::max(1, trans == 0 ? m : n);
  }

  // Whether C may be written while this is read.
  bool allows(const T* c, int ldc) const { return matrix != c || (trans == 0 && leading == ldc); }

  bool check(const char* operand, int m, int n) const {
    return check_input(operand, matrix, trans == 0 ? m : n, trans == 0 ? n : m, leading);
  }

  T at(int64_t i, int64_t j) const { return trans == 0 ? matrix[j * leading + i] : matrix[i * leading + j]; }
};

template <class T>
cublasStatus geam(const char* name, void* handle, int m, int n, const T* alpha, Term<T> a, const T* beta, Term<T> b, T* c,
                  int ldc) {
  return cublas(name, handle, [&](Blas& blas) {
    if (m < 0 || n < 0 || !a.valid(m, n) || !b.valid(m, n) || ldc < std::max(1, m) || alpha == nullptr || beta == nullptr ||
        !a.allows(c, ldc) || !b.allows(c, ldc)) {
      return CUBLAS_STATUS_INVALID_VALUE;
    }
    Scalar<T> alphas(blas, alpha);
    Scalar<T> betas(blas, beta);
    return blas.queue(name, [=] {
      T alpha_now, beta_now;
      if (!alphas.read("alpha", &alpha_now) || !betas.read("beta", &beta_now) || (alpha_now != T(0) && !a.check("A", m, n)) ||
          (beta_now != T(0) && !b.check("B", m, n)) || !check_result("C", c, m, n, ldc, T(0))) {
        return illegal();
      }
      for (int64_t j = 0; j < n; j++) {
        for (int64_t i = 0; i < m; i++) {
          T sum = alpha_now == T(0) ? T(0) : alpha_now * a.at(i, j);
          c[j * ldc + i] = beta_now == T(0) ? sum : sum + beta_now * b.at(i, j);
        }
      }
      return CUDA_SUCCESS;
    });
  });
}

}  // namespace
}  // namespace softcuda

using namespace softcuda;

extern "C" {

cublasStatus cublasSgeam(void* handle, int ta, int tb, int m, int n, const float* alpha, const float* a, int lda,
                         const float* beta, const float* b, int ldb, float* c, int ldc) {
  return geam("cublasSgeam", handle, m, n, alpha, Term<float>{ta, a, lda}, beta, Term<float>{tb, b, ldb}, c, ldc);
}

cublasStatus cublasDgeam(void* handle, int ta, int tb, int m, int n, const double* alpha, const double* a, int lda,
                         const double* beta, const double* b, int ldb, double* c, int ldc) {
  return geam("cublasDgeam", handle, m, n, alpha, Term<double>{ta, a, lda}, beta, Term<double>{tb, b, ldb}, c, ldc);
}

}
