// The loss of one sample, for a group of `lanes` neighbouring threads of a warp, a power of two.
#pragma once
#include "lamina.cuh"

// Passes over NaN.
__device__ inline double group_max(double value, int lanes) {
  for (int distance = lanes / 2; distance > 0; distance /= 2) {
    double other = __shfl_xor_sync(ALL_LANES, value, distance);
    value = other > value ? other : value;
  }
  return value;
}

// The class of the largest output, the first of equals.
__device__ inline int decision(const real* h, int classes, int lane, int lanes) {
  return group_argmax(classes, [=](int k) { return (double)h[k]; }, lane, lanes);
}

// The loss of one sample; delta, unless null, receives `scale` times its derivative by the scaled output.
__device__ inline double squared_error(
    const real* h, int classes, int label, double alpha, double scale, real* delta, int lane, int lanes) {
  double sum = 0;
  for (int k = lane; k < classes; k += lanes) {
    double residual = alpha * h[k] - (k == label ? 1 : 0);
    sum += residual * residual;
    if (delta) {
      delta[k] = (real)(2 * residual * scale);
    }
  }
  return group_sum(sum, lanes);
}

// The same for cross-entropy; shifted by the largest output, so that no exponential overflows.
__device__ inline double cross_entropy(
    const real* h, int classes, int label, double alpha, double scale, real* delta, int lane, int lanes) {
  double largest = -POSITIVE_INFINITY;
  for (int k = lane; k < classes; k += lanes) {
    double o = alpha * h[k];
    largest = o > largest ? o : largest;
  }
  largest = group_max(largest, lanes);
  double sum = 0;
  double of_label = 0;
  for (int k = lane; k < classes; k += lanes) {
    double o = alpha * h[k] - largest;
    sum += exp(o);
    if (k == label) {
      of_label = o;
    }
  }
  sum = group_sum(sum, lanes);
  of_label = group_sum(of_label, lanes);
  if (delta) {
    for (int k = lane; k < classes; k += lanes) {
      double probability = exp(alpha * h[k] - largest) / sum;
      delta[k] = (real)((probability - (k == label ? 1 : 0)) * scale);
    }
  }
  return log(sum) - of_label;
}
