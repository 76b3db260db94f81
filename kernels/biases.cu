// Biases of a layer: d x n features, d x 1 biases.
//
// add_bias              z(:, j) += bias; one thread per entry, in a loop
// sum_slices            partial(:, s) = sum of the columns of slice s, in float64; one block per 32 rows and slice
// sum_columns           target = alpha (sum of the partial sums) + beta target; one thread per row
#include "lamina.cuh"

extern "C" __global__ void add_bias(int members, int rows, long long n, In<real> bias, Out<real> z) {
  FOR_EACH_MEMBER(e, members) {
    FOR_EACH_ENTRY(entry, rows, n) {
      z(e, entry.at) += bias(e, entry.row);
    }
  }
}

extern "C" __global__ void sum_slices(
    int members, int rows, int columns, int slices, In<real> source, Out<double> partial) {
  Share share = share_of_block(rows, columns, slices);
  FOR_EACH_MEMBER(e, members) {
    double sum = 0;
    if (share.row < rows) {
      for (int j = share.from; j < share.to; j += SHARE_STEP) {
        sum += source(e, (long long)j * rows + share.row);
      }
    }
    sum = row_sum(sum);
    if (share.row < rows && threadIdx.x < SHARE_ROWS) {
      partial(e, (long long)share.slice * rows + share.row) = sum;
    }
  }
}

// Where beta is 0, what the target held does not matter.
extern "C" __global__ void sum_columns(
    int members, int rows, int slices, In<double> partial, Factor alpha, Factor beta, Out<real> target) {
  FOR_EACH_MEMBER(e, members) {
    double a = alpha.of(e);
    double b = beta.of(e);
    FOR_EACH_ELEMENT(row, rows) {
      double sum = 0;
      for (int s = 0; s < slices; s++) {
        sum += partial(e, (long long)s * rows + row);
      }
      target(e, row) = (real)(b == 0 ? a * sum : a * sum + b * target(e, row));
    }
  }
}
