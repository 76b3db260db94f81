// What cuSOLVER leaves to its caller: matrices that are not finite, and signs.
//
//   mark_not_finite  flag = 1 for a member that holds NaN or infinity; flags are 0 before
//   clear_marked     zeros instead of such a member, which cuSOLVER then never sees
//   undefine         NaN for the results of such a member, and of one whose decomposition has failed (info != 0)
//   diagonal_signs   sign(j) = -1 where r(j, j) < 0, else 1, of r: rows x columns
//   vector_signs     sign(j) = -1 where the largest entry of u(:, j) by magnitude, the first of equals, is negative,
//                    else 1; one block for each column
//   scale_columns    a(:, j) *= sign(j), exactly
//   scale_rows       a(i, :) *= sign(i), exactly
//
// All others take elements along the grid's first dimension.
#include "lamina.cuh"

extern "C" __global__ void mark_not_finite(int members, long long n, In<real> a, Out<int> flags) {
  FOR_EACH_MEMBER(e, members) {
    bool finite = true;
    FOR_EACH_ELEMENT(i, n) {
      real x = a(e, i);
      finite = finite && x - x == 0;
    }
    if (!finite) {
      // Whoever writes writes the same.
      *flags.of(e) = 1;
    }
  }
}

extern "C" __global__ void clear_marked(int members, long long n, In<int> flags, Out<real> a) {
  FOR_EACH_MEMBER(e, members) {
    if (*flags.of(e) != 0) {
      FOR_EACH_ELEMENT(i, n) {
        a(e, i) = 0;
      }
    }
  }
}

extern "C" __global__ void undefine(int members, long long n, In<int> flags, In<int> info, Out<real> result) {
  FOR_EACH_MEMBER(e, members) {
    if (*flags.of(e) != 0 || *info.of(e) != 0) {
      FOR_EACH_ELEMENT(i, n) {
        result(e, i) = (real)NOT_A_NUMBER;
      }
    }
  }
}

extern "C" __global__ void diagonal_signs(int members, int rows, int columns, In<real> r, Out<real> signs) {
  FOR_EACH_MEMBER(e, members) {
    FOR_EACH_ELEMENT(j, columns) {
      signs(e, j) = r(e, j * rows + j) < 0 ? -1 : 1;
    }
  }
}

extern "C" __global__ void vector_signs(int members, int rows, In<real> u, Out<real> signs) {
  __shared__ real largest[BLOCK];
  int t = threadIdx.x;
  FOR_EACH_MEMBER(e, members) {
    const real* column = u.of(e) + (long long)blockIdx.x * rows;
    real mine = 0;
    for (int i = t; i < rows; i += BLOCK) {
      mine = fabs(column[i]) > fabs(mine) ? column[i] : mine;
    }
    largest[t] = mine;
    __syncthreads();
    for (int half = BLOCK / 2; half > 0; half /= 2) {
      if (t < half && fabs(largest[t + half]) > fabs(largest[t])) {
        largest[t] = largest[t + half];
      }
      __syncthreads();
    }
    if (t == 0) {
      // The largest magnitude is known; whose it is first, a thread alone finds.
      real magnitude = fabs(largest[0]);
      int first = 0;
      while (first < rows && fabs(column[first]) != magnitude) {
        first++;
      }
      signs(e, blockIdx.x) = first < rows && column[first] < 0 ? -1 : 1;
    }
    __syncthreads();
  }
}

extern "C" __global__ void scale_rows(int members, long long n, int rows, In<real> signs, Out<real> a) {
  FOR_EACH_MEMBER(e, members) {
    FOR_EACH_ENTRY(entry, rows, n) {
      a(e, entry.at) *= signs(e, entry.row);
    }
  }
}

extern "C" __global__ void scale_columns(int members, long long n, int rows, In<real> signs, Out<real> a) {
  FOR_EACH_MEMBER(e, members) {
    FOR_EACH_ENTRY(entry, rows, n) {
      a(e, entry.at) *= signs(e, entry.column);
    }
  }
}
