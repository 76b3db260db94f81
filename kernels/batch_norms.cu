// Batch normalisation of the rows of z (d x n), y = gamma (z - mean) / sqrt(variance + epsilon) + beta. Arithmetic is
// float64 for both types.
//
// Sums over a row are taken in two steps: one block per 32 rows and slice of the columns, then one thread per row over
// the slices. Values are shifted by a pilot, the row's first entry p:
//   mean = p + sum(z - p) / n,   n variance = sum (z - p)^2 - (sum (z - p))^2 / n.
// As p is one of the values, the difference is at least an n-th of its first term, however large the mean is.
//
// The passes over all entries (normalise, infer, propagate) have a block per 32 rows and slice as well: what belongs to
// a row is then read once.
#include "lamina.cuh"

#define EPSILON 1e-5

__device__ inline double pilot(const real* z, int columns, long long row) {
  return columns > 0 ? (double)z[row] : 0;
}

// sums(:, s) = sum (z - p), squares(:, s) = sum (z - p)^2 over the columns of slice s.
extern "C" __global__ void moments(
    int members, int rows, int columns, int slices, In<real> z, Out<double> sums, Out<double> squares) {
  Share share = share_of_block(rows, columns, slices);
  FOR_EACH_MEMBER(e, members) {
    const real* of_member = z.of(e);
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
      sums(e, at) = sum;
      squares(e, at) = square;
    }
  }
}

// Mean and deviation of the batch, kept as they are rounded for the backward pass and in float64 for `normalise`, and
// the running averages, which keep their bits where the momentum is 0. slope = gamma / deviation.
extern "C" __global__ void statistics(int members, int rows, int columns, int slices, In<real> z, In<double> sums,
    In<double> squares, Factor momentum, In<real> gamma, Out<real> running_mean, Out<real> running_variance,
    Out<real> mean, Out<real> inverse, Out<double> centres, Out<double> slopes) {
  FOR_EACH_MEMBER(e, members) {
    double weight = momentum.of(e);
    FOR_EACH_ELEMENT(row, rows) {
      double sum = 0;
      double square = 0;
      for (int s = 0; s < slices; s++) {
        sum += sums(e, (long long)s * rows + row);
        square += squares(e, (long long)s * rows + row);
      }
      double centre = pilot(z.of(e), columns, row) + sum / columns;
      double scatter = square - sum * sum / columns;
      if (weight != 0) {
        real* average = running_mean.of(e) + row;
        real* variance = running_variance.of(e) + row;
        *average = (real)((1 - weight) * *average + weight * centre);
        *variance = (real)((1 - weight) * *variance + weight * (scatter / (columns - 1)));
      }
      double inverse_deviation = 1 / sqrt(scatter / columns + EPSILON);
      mean(e, row) = (real)centre;
      inverse(e, row) = (real)inverse_deviation;
      centres(e, row) = centre;
      slopes(e, row) = inverse_deviation * gamma(e, row);
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

extern "C" __global__ void normalise(int members, int rows, int columns, int slices, In<double> centres,
    In<double> slopes, In<real> beta, In<real> z, Out<real> y) {
  Share share = share_of_block(rows, columns, slices);
  if (share.row >= rows) {
    return;
  }
  FOR_EACH_MEMBER(e, members) {
    map_row(share, rows, centres(e, share.row), slopes(e, share.row), beta(e, share.row), z.of(e), y.of(e));
  }
}

// By the running averages.
extern "C" __global__ void infer(int members, int rows, int columns, int slices, In<real> mean, In<real> variance,
    In<real> gamma, In<real> beta, In<real> z, Out<real> y) {
  Share share = share_of_block(rows, columns, slices);
  if (share.row >= rows) {
    return;
  }
  FOR_EACH_MEMBER(e, members) {
    double slope = gamma(e, share.row) / sqrt(variance(e, share.row) + EPSILON);
    map_row(share, rows, mean(e, share.row), slope, beta(e, share.row), z.of(e), y.of(e));
  }
}

// sums(:, s) = sum dy, products(:, s) = sum dy zhat over the columns of slice s, with zhat = (z - mean) / deviation.
extern "C" __global__ void gradient_sums(int members, int rows, int columns, int slices, In<real> mean,
    In<real> inverse, In<real> z, In<real> delta, Out<double> sums, Out<double> products) {
  Share share = share_of_block(rows, columns, slices);
  FOR_EACH_MEMBER(e, members) {
    double sum = 0;
    double product = 0;
    if (share.row < rows) {
      double centre = mean(e, share.row);
      double inverse_deviation = inverse(e, share.row);
      for (int j = share.from; j < share.to; j += SHARE_STEP) {
        long long at = (long long)j * rows + share.row;
        double dy = delta(e, at);
        sum += dy;
        product += dy * ((z(e, at) - centre) * inverse_deviation);
      }
    }
    sum = row_sum(sum);
    product = row_sum(product);
    if (share.row < rows && threadIdx.x < SHARE_ROWS) {
      long long at = (long long)share.slice * rows + share.row;
      sums(e, at) = sum;
      products(e, at) = product;
    }
  }
}

// dbeta = sum dy, dgamma = sum dy zhat, and in the first column of either partial sum the mean that `propagate` needs.
extern "C" __global__ void gradients(int members, int rows, int columns, int slices, Out<double> sums,
    Out<double> products, Out<real> gamma_gradient, Out<real> beta_gradient) {
  FOR_EACH_MEMBER(e, members) {
    FOR_EACH_ELEMENT(row, rows) {
      double sum = 0;
      double product = 0;
      for (int s = 0; s < slices; s++) {
        sum += sums(e, (long long)s * rows + row);
        product += products(e, (long long)s * rows + row);
      }
      beta_gradient(e, row) = (real)sum;
      gamma_gradient(e, row) = (real)product;
      sums(e, row) = sum / columns;
      products(e, row) = product / columns;
    }
  }
}

// dz = gamma / deviation (dy - mean(dy) - zhat mean(dy zhat)), in place of dy.
extern "C" __global__ void propagate(int members, int rows, int columns, int slices, In<double> sums,
    In<double> products, In<real> gamma, In<real> mean, In<real> inverse, In<real> z, Out<real> delta) {
  Share share = share_of_block(rows, columns, slices);
  if (share.row >= rows) {
    return;
  }
  FOR_EACH_MEMBER(e, members) {
    double centre = mean(e, share.row);
    double inverse_deviation = inverse(e, share.row);
    double slope = gamma(e, share.row) * inverse_deviation;
    double mean_delta = sums(e, share.row);
    double mean_product = products(e, share.row) * inverse_deviation;
    for (int j = share.from; j < share.to; j += SHARE_STEP) {
      long long at = (long long)j * rows + share.row;
      double dy = delta(e, at);
      delta(e, at) = (real)(slope * (dy - mean_delta - (z(e, at) - centre) * mean_product));
    }
  }
}
