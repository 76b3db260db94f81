// What cuBLAS cannot do for an ensemble.
#include "lamina.cuh"

// c = beta c for each member; where beta is 0, what c held does not matter, not even NaN.
extern "C" __global__ void scale(
    int members, long long n, double constant, const real* beta, long long beta_stride, real* c, long long stride) {
  FOR_EACH_MEMBER(e, members) {
    real by = (real)factor(constant, beta, beta_stride, e);
    FOR_EACH_ELEMENT(i, n) {
      c[e * stride + i] = by == 0 ? 0 : by * c[e * stride + i];
    }
  }
}

// target = the scalar, so that cuBLAS finds it on the device.
extern "C" __global__ void set_scalar(
    int members, double constant, const real* at, long long at_stride, real* target, long long stride) {
  if (blockIdx.x == 0 && threadIdx.x == 0) {
    target[0] = (real)factor(constant, at, at_stride, 0);
  }
}
