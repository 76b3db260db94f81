// Batch normalisation of the rows of z (d x n), y = gamma (z - mean) / sqrt(variance + epsilon) + beta. Arithmetic is float64
// for both types.
//
// Sums over a row are taken in two steps: one block per 32 rows and slice of the columns, then one thread per row over the
// slices. Values are shifted by a pilot, the row's first entry p:
//   mean = p + sum(z - p) / n,   n variance = sum (z - p)^2 - (sum (z - p))^2 / n.
// As p is one of the values, the difference is at least an n-th of its first term, however large the mean is.
//
// The passes over all entries (normalise, infer, propagate) have a block per 32 rows and slice as well: what belongs to a row
// is then read once.
#include "lamina.cuh"

#define EPSILON 1e-5

__device__ inline double pilot(const real* z, int columns, long long row) {
  return columns > 0 ? (double)z[row] : 0;
}

// sums(:, s) = sum (z - p), squares(:, s) = sum (z - p)^2 over the columns of slice s.
extern "C" __global__ void moments(int members, int rows, int columns, int slices, const real* z, long long z_stride,
    double* sums, long long sums_stride, double* squares, long long squares_stride) {
  Share share = share_of_block(rows, columns, slices);
  FOR_EACH_MEMBER(e, members) {
    const real* of_member = z + e * z_stride;
    double sum = 0;
    double square = 0;
    if (share.row < rows) {
      double p = pilot(of_member, columns, share.row);
      for (int j = share.from; j < share.to; j += SHARE_STEP) {
        double distance = of_member[(long long)j * rows + share.row] - p;
        sum += distance;
        square += distance * distance;
      }
    }
    sum = row_sum(sum);
    square = row_sum(square);
    if (share.row < rows && threadIdx.x < SHARE_ROWS) {
      long long at = (long long)share.slice * rows + share.row;
      sums[e * sums_stride + at] = sum;
      squares[e * squares_stride + at] = square;
    }
  }
}

// Mean and deviation of the batch, kept as they are rounded for the backward pass and in float64 for `normalise`, and the
// running averages, which keep their bits where the momentum is 0. slope = gamma / deviation.
extern "C" __global__ void statistics(int members, int rows, int columns, int slices, const real* z, long long z_stride,
    const double* sums, long long sums_stride, const double* squares, long long squares_stride, double constant,
    const real* momentum, long long momentum_stride, const real* gamma, long long gamma_stride, real* running_mean,
    long long running_mean_stride, real* running_variance, long long running_variance_stride, real* mean,
    long long mean_stride, real* inverse, long long inverse_stride, double* centres, long long centres_stride,
    double* slopes, long long slopes_stride) {
  FOR_EACH_MEMBER(e, members) {
    double weight = factor(constant, momentum, momentum_stride, e);
    FOR_EACH_ELEMENT(row, rows) {
      double sum = 0;
      double square = 0;
      for (int s = 0; s < slices; s++) {
        sum += sums[e * sums_stride + (long long)s * rows + row];
        square += squares[e * squares_stride + (long long)s * rows + row];
      }
      double centre = pilot(z + e * z_stride, columns, row) + sum / columns;
      double scatter = square - sum * sum / columns;
      if (weight != 0) {
        real* average = running_mean + e * running_mean_stride + row;
        real* variance = running_variance + e * running_variance_stride + row;
        *average = (real)((1 - weight) * *average + weight * centre);
        *variance = (real)((1 - weight) * *variance + weight * (scatter / (columns - 1)));
      }
      double inverse_deviation = 1 / sqrt(scatter / columns + EPSILON);
      mean[e * mean_stride + row] = (real)centre;
      inverse[e * inverse_stride + row] = (real)inverse_deviation;
      centres[e * centres_stride + row] = centre;
      slopes[e * slopes_stride + row] = inverse_deviation * gamma[e * gamma_stride + row];
    }
  }
}

// y = slope (z - centre) + beta for one row of a block's slice; y may be z.
__device__ inline void map_row(
    Share share, int rows, double centre, double slope, double beta, const real* z, real* y) {
  for (int j = share.from; j < share.to; j += SHARE_STEP) {
    long long at = (long long)j * rows + share.row;
    y[at] = (real)((z[at] - centre) * slope + beta);
  }
}

extern "C" __global__ void normalise(int members, int rows, int columns, int slices, const double* centres,
    long long centres_stride, const double* slopes, long long slopes_stride, const real* beta, long long beta_stride,
    const real* z, long long z_stride, real* y, long long stride) {
  Share share = share_of_block(rows, columns, slices);
  if (share.row >= rows) {
    return;
  }
  FOR_EACH_MEMBER(e, members) {
    map_row(share, rows, centres[e * centres_stride + share.row], slopes[e * slopes_stride + share.row],
        beta[e * beta_stride + share.row], z + e * z_stride, y + e * stride);
  }
}

// By the running averages.
extern "C" __global__ void infer(int members, int rows, int columns, int slices, const real* mean, long long mean_stride,
    const real* variance, long long variance_stride, const real* gamma, long long gamma_stride, const real* beta,
    long long beta_stride, const real* z, long long z_stride, real* y, long long stride) {
  Share share = share_of_block(rows, columns, slices);
  if (share.row >= rows) {
    return;
  }
  FOR_EACH_MEMBER(e, members) {
    double slope = gamma[e * gamma_stride + share.row] / sqrt(variance[e * variance_stride + share.row] + EPSILON);
    map_row(share, rows, mean[e * mean_stride + share.row], slope, beta[e * beta_stride + share.row], z + e * z_stride,
        y + e * stride);
  }
}

// sums(:, s) = sum dy, products(:, s) = sum dy zhat over the columns of slice s, with zhat = (z - mean) / deviation.
extern "C" __global__ void gradient_sums(int members, int rows, int columns, int slices, const real* mean,
    long long mean_stride, const real* inverse, long long inverse_stride, const real* z, long long z_stride,
    const real* delta, long long delta_stride, double* sums, long long sums_stride, double* products,
    long long products_stride) {
  Share share = share_of_block(rows, columns, slices);
  FOR_EACH_MEMBER(e, members) {
    double sum = 0;
    double product = 0;
    if (share.row < rows) {
      double centre = mean[e * mean_stride + share.row];
      double inverse_deviation = inverse[e * inverse_stride + share.row];
      for (int j = share.from; j < share.to; j += SHARE_STEP) {
        long long at = (long long)j * rows + share.row;
        double dy = delta[e * delta_stride + at];
        sum += dy;
        product += dy * ((z[e * z_stride + at] - centre) * inverse_deviation);
      }
    }
    sum = row_sum(sum);
    product = row_sum(product);
    if (share.row < rows && threadIdx.x < SHARE_ROWS) {
      long long at = (long long)share.slice * rows + share.row;
      sums[e * sums_stride + at] = sum;
      products[e * products_stride + at] = product;
    }
  }
}

// dbeta = sum dy, dgamma = sum dy zhat, and in the first column of either partial sum the mean that `propagate` needs.
extern "C" __global__ void gradients(int members, int rows, int columns, int slices, double* sums, long long sums_stride,
    double* products, long long products_stride, real* gamma_gradient, long long gamma_stride, real* beta_gradient,
    long long beta_stride) {
  FOR_EACH_MEMBER(e, members) {
    FOR_EACH_ELEMENT(row, rows) {
      double sum = 0;
      double product = 0;
      for (int s = 0; s < slices; s++) {
        sum += sums[e * sums_stride + (long long)s * rows + row];
        product += products[e * products_stride + (long long)s * rows + row];
      }
      beta_gradient[e * beta_stride + row] = (real)sum;
      gamma_gradient[e * gamma_stride + row] = (real)product;
      sums[e * sums_stride + row] = sum / columns;
      products[e * products_stride + row] = product / columns;
    }
  }
}

// dz = gamma / deviation (dy - mean(dy) - zhat mean(dy zhat)), in place of dy.
extern "C" __global__ void propagate(int members, int rows, int columns, int slices, const double* sums,
    long long sums_stride, const double* products, long long products_stride, const real* gamma, long long gamma_stride,
    const real* mean, long long mean_stride, const real* inverse, long long inverse_stride, const real* z,
    long long z_stride, real* delta, long long stride) {
  Share share = share_of_block(rows, columns, slices);
  if (share.row >= rows) {
    return;
  }
  FOR_EACH_MEMBER(e, members) {
    double centre = mean[e * mean_stride + share.row];
    double inverse_deviation = inverse[e * inverse_stride + share.row];
    double slope = gamma[e * gamma_stride + share.row] * inverse_deviation;
    double mean_delta = sums[e * sums_stride + share.row];
    double mean_product = products[e * products_stride + share.row] * inverse_deviation;
    for (int j = share.from; j < share.to; j += SHARE_STEP) {
      long long at = (long long)j * rows + share.row;
      double dy = delta[e * stride + at];
      delta[e * stride + at] = (real)(slope * (dy - mean_delta - (z[e * z_stride + at] - centre) * mean_product));
    }
  }
}
