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
__device__ void activate(int members, long long n, In<real> z, Out<real> h) {
  FOR_EACH_MEMBER(e, members) {
    FOR_EACH_ELEMENT(i, n) {
      h(e, i) = Phi::value(z(e, i));
    }
  }
}

template <typename Phi>
__device__ void activate_backward(int members, long long n, In<real> source, Out<real> delta) {
  FOR_EACH_MEMBER(e, members) {
    FOR_EACH_ELEMENT(i, n) {
      delta(e, i) = Phi::backward(delta(e, i), source(e, i));
    }
  }
}

// The kernels of an activation.
#define ACTIVATION_KERNELS(Phi)                                                                                  \
  extern "C" __global__ void activate_##Phi(int members, long long n, In<real> z, Out<real> h) {                 \
    activate<Phi>(members, n, z, h);                                                                             \
  }                                                                                                              \
  extern "C" __global__ void activate_backward_##Phi(                                                            \
      int members, long long n, In<real> source, Out<real> delta) {                                              \
    activate_backward<Phi>(members, n, source, delta);                                                           \
  }

FOR_EACH_ACTIVATION(ACTIVATION_KERNELS)

// velocity is null where the momentum is 0.
extern "C" __global__ void sgd(int members, long long n, double momentum, double decay, int nesterov, Factor rate,
    In<real> gradient, Out<real> velocity, Out<real> weights) {
  FOR_EACH_MEMBER(e, members) {
    double eta = rate.of(e);
    FOR_EACH_ELEMENT(i, n) {
      real none = 0;
      real& v = velocity.at ? velocity(e, i) : none;
      sgd_entry(weights(e, i), gradient(e, i), v, eta, momentum, decay, nesterov);
    }
  }
}

extern "C" __global__ void apply_velocity(
    int members, long long n, double decay, Factor rate, Out<real> velocity, Out<real> weights) {
  FOR_EACH_MEMBER(e, members) {
    real lambda = (real)decay;
    real eta = (real)rate.of(e);
    FOR_EACH_ELEMENT(i, n) {
      velocity_entry(weights(e, i), velocity(e, i), eta, lambda);
    }
  }
}
