// Biases of a layer: d x n features, d x 1 biases.
//
// add_bias              z(:, j) += bias; one thread per entry, in a loop
// sum_slices            partial(:, s) = sum of the columns of slice s, in float64; one block per 32 rows and slice
// sum_columns           target = alpha (sum of the partial sums) + beta target; one thread per row
#include "lamina.cuh"

extern "C" __global__ void add_bias(
    int members, int rows, long long n, const real* bias, long long bias_stride, real* z, long long stride) {
  FOR_EACH_MEMBER(e, members) {
    FOR_EACH_ENTRY(entry, rows, n) {
      z[e * stride + entry.at] += bias[e * bias_stride + entry.row];
    }
  }
}

extern "C" __global__ void sum_slices(int members, int rows, int columns, int slices, const real* source,
    long long source_stride, double* partial, long long stride) {
  Share share = share_of_block(rows, columns, slices);
  FOR_EACH_MEMBER(e, members) {
    double sum = 0;
    if (share.row < rows) {
      for (int j = share.from; j < share.to; j += SHARE_STEP) {
        sum += source[e * source_stride + (long long)j * rows + share.row];
      }
    }
    sum = row_sum(sum);
    if (share.row < rows && threadIdx.x < SHARE_ROWS) {
      partial[e * stride + (long long)share.slice * rows + share.row] = sum;
    }
  }
}

// Where beta is 0, what the target held does not matter.
extern "C" __global__ void sum_columns(int members, int rows, int slices, const double* partial,
    long long partial_stride, double alpha_constant, const real* alpha, long long alpha_stride, double beta_constant,
    const real* beta, long long beta_stride, real* target, long long stride) {
  FOR_EACH_MEMBER(e, members) {
    double a = factor(alpha_constant, alpha, alpha_stride, e);
    double b = factor(beta_constant, beta, beta_stride, e);
    FOR_EACH_ELEMENT(row, rows) {
      double sum = 0;
      for (int s = 0; s < slices; s++) {
        sum += partial[e * partial_stride + (long long)s * rows + row];
      }
      target[e * stride + row] = (real)(b == 0 ? a * sum : a * sum + b * target[e * stride + row]);
    }
  }
}
