// What we call of OpenBLAS, which is the very library that Lamina's CPU device calls, so that both give the same bits.
#pragma once

extern "C" {

void goto_set_num_threads(int threads);

void cblas_sgemm(int order, int transa, int transb, int m, int n, int k, float alpha, const float* a, int lda, const float* b,
                 int ldb, float beta, float* c, int ldc);
void cblas_dgemm(int order, int transa, int transb, int m, int n, int k, double alpha, const double* a, int lda,
                 const double* b, int ldb, double beta, double* c, int ldc);
void cblas_ssyrk(int order, int uplo, int trans, int n, int k, float alpha, const float* a, int lda, float beta, float* c,
                 int ldc);
void cblas_dsyrk(int order, int uplo, int trans, int n, int k, double alpha, const double* a, int lda, double beta, double* c,
                 int ldc);
void cblas_strsm(int order, int side, int uplo, int trans, int diag, int m, int n, float alpha, const float* a, int lda,
                 float* b, int ldb);
void cblas_dtrsm(int order, int side, int uplo, int trans, int diag, int m, int n, double alpha, const double* a, int lda,
                 double* b, int ldb);

int LAPACKE_sgeqrf(int order, int m, int n, float* a, int lda, float* tau);
int LAPACKE_dgeqrf(int order, int m, int n, double* a, int lda, double* tau);
int LAPACKE_sorgqr(int order, int m, int n, int k, float* a, int lda, const float* tau);
int LAPACKE_dorgqr(int order, int m, int n, int k, double* a, int lda, const double* tau);
int LAPACKE_ssyevd(int order, char job, char uplo, int n, float* a, int lda, float* w);
int LAPACKE_dsyevd(int order, char job, char uplo, int n, double* a, int lda, double* w);
int LAPACKE_sgesdd(int order, char job, int m, int n, float* a, int lda, float* s, float* u, int ldu, float* vt, int ldvt);
int LAPACKE_dgesdd(int order, char job, int m, int n, double* a, int lda, double* s, double* u, int ldu, double* vt, int ldvt);
int LAPACKE_spotrf(int order, char uplo, int n, float* a, int lda);
int LAPACKE_dpotrf(int order, char uplo, int n, double* a, int lda);

}

namespace softcuda {

constexpr int COLUMN_MAJOR = 102;

// In terms of BLAS's numbers for cuBLAS's.
inline int transposition(int operation) { return operation == 0 ? 111 : 112; }
inline int triangle(int fill) { return fill == 0 ? 122 : 121; }          // lower, upper
inline char triangle_letter(int fill) { return fill == 0 ? 'L' : 'U'; }

}  // namespace softcuda
