// Activations and updates of weights, entry by entry: one thread per entry, in a loop.
//
// activate             h = phi(z); h may be z
// activate_backward    delta = delta phi'(z), found from h = phi(z), or for GELU from z
// sgd                  g += decay w; v = momentum v + g; w -= rate (nesterov ? g + momentum v : v)
// apply_velocity       v += decay w; w -= rate v
//
// Activations are those of activations.cuh; all else is in the type itself but for sgd.
#include "activations.cuh"
#include "updates.cuh"

template <typename Phi>
__device__ void activate(int members, long long n, const real* z, long long z_stride, real* h, long long stride) {
  FOR_EACH_MEMBER(e, members) {
    FOR_EACH_ELEMENT(i, n) {
      h[e * stride + i] = Phi::value(z[e * z_stride + i]);
    }
  }
}

template <typename Phi>
__device__ void activate_backward(
    int members, long long n, const real* source, long long source_stride, real* delta, long long stride) {
  FOR_EACH_MEMBER(e, members) {
    FOR_EACH_ELEMENT(i, n) {
      delta[e * stride + i] = Phi::backward(delta[e * stride + i], source[e * source_stride + i]);
    }
  }
}

// The kernels of an activation.
#define ACTIVATION_KERNELS(Phi)                                                                            \
  extern "C" __global__ void activate_##Phi(                                                               \
      int members, long long n, const real* z, long long z_stride, real* h, long long stride) {            \
    activate<Phi>(members, n, z, z_stride, h, stride);                                                     \
  }                                                                                                        \
  extern "C" __global__ void activate_backward_##Phi(                                                      \
      int members, long long n, const real* source, long long source_stride, real* delta, long long stride) { \
    activate_backward<Phi>(members, n, source, source_stride, delta, stride);                              \
  }

FOR_EACH_ACTIVATION(ACTIVATION_KERNELS)

// velocity is null where the momentum is 0.
extern "C" __global__ void sgd(int members, long long n, double momentum, double decay, int nesterov, double constant,
    const real* rate, long long rate_stride, const real* gradient, long long gradient_stride, real* velocity,
    long long velocity_stride, real* weights, long long stride) {
  FOR_EACH_MEMBER(e, members) {
    double eta = factor(constant, rate, rate_stride, e);
    FOR_EACH_ELEMENT(i, n) {
      real none = 0;
      real& v = velocity ? velocity[e * velocity_stride + i] : none;
      sgd_entry(weights[e * stride + i], gradient[e * gradient_stride + i], v, eta, momentum, decay, nesterov);
    }
  }
}

extern "C" __global__ void apply_velocity(int members, long long n, double decay, double constant, const real* rate,
    long long rate_stride, real* velocity, long long velocity_stride, real* weights, long long stride) {
  FOR_EACH_MEMBER(e, members) {
    real lambda = (real)decay;
    real eta = (real)factor(constant, rate, rate_stride, e);
    FOR_EACH_ELEMENT(i, n) {
      velocity_entry(weights[e * stride + i], velocity[e * velocity_stride + i], eta, lambda);
    }
  }
}
