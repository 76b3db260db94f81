// Updates of one weight: sgd as PyTorch defines it, in float64, and what is left of it after a product has accumulated
// the velocity, in the type itself.
#pragma once
#include "lamina.cuh"

__device__ inline void sgd_entry(
    real& weight, real gradient, real& velocity, double rate, double momentum, double decay, bool nesterov) {
  double w = weight;
  double step = gradient + decay * w;
  double v = momentum * velocity + step;
  velocity = (real)v;
  step = nesterov ? step + momentum * v : v;
  weight = (real)(w - rate * step);
}

__device__ inline void velocity_entry(real& weight, real& velocity, real rate, real decay) {
  velocity = velocity + decay * weight;
  weight = weight - rate * velocity;
}
