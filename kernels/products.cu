// What cuBLAS cannot do for an ensemble.
#include "lamina.cuh"

// c = beta c for each member; where beta is 0, what c held does not matter, not even NaN.
extern "C" __global__ void scale(int members, long long n, Factor beta, Out<real> c) {
  FOR_EACH_MEMBER(e, members) {
    real by = (real)beta.of(e);
    FOR_EACH_ELEMENT(i, n) {
      c(e, i) = by == 0 ? 0 : by * c(e, i);
    }
  }
}

// target = the scalar, so that cuBLAS finds it on the device.
extern "C" __global__ void set_scalar(int members, Factor at, Out<real> target) {
  if (blockIdx.x == 0 && threadIdx.x == 0) {
    target.at[0] = (real)at.of(0);
  }
}
