// Activations phi and what they make of a gradient: delta phi'(z), found from h = phi(z), or for GELU from z. tanh,
// erfc and exp are taken in float64 whatever the type, as on the CPU. Each is named after its constant in Java, such as
// LeakyRelu after LEAKY_RELU.
#pragma once
#include "lamina.cuh"

#define FOR_EACH_ACTIVATION(use) use(Identity) use(Relu) use(LeakyRelu) use(Tanh) use(Gelu)

// z Phi(z) is through erfc, so that the left tail keeps its digits.
#define SQRT_HALF 0.70710678118654752440
#define SQRT_TWO_PI 2.50662827463100050242

struct Identity {
  static __device__ real value(real z) { return z; }
  static __device__ real backward(real delta, real) { return delta; }
};

// A maximum would lose NaN.
struct Relu {
  static __device__ real value(real z) { return z > 0 || z != z ? z : 0; }
  static __device__ real backward(real delta, real h) { return h > 0 ? delta : 0; }
};

struct LeakyRelu {
  static __device__ real value(real z) { return z > 0 ? z : (real)0.01 * z; }
  static __device__ real backward(real delta, real h) { return h > 0 ? delta : (real)0.01 * delta; }
};

struct Tanh {
  static __device__ real value(real z) { return (real)tanh((double)z); }
  static __device__ real backward(real delta, real h) { return delta * (1 - h * h); }
};

struct Gelu {
  static __device__ real value(real z) { return (real)(0.5 * z * erfc(-z * SQRT_HALF)); }
  static __device__ real backward(real delta, real argument) {
    double z = argument;
    return (real)(delta * (0.5 * erfc(-z * SQRT_HALF) + z * (exp(-0.5 * z * z) / SQRT_TWO_PI)));
  }
};
