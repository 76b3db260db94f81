// What a resident kernel is made of: one block runs many steps of one member, whose matrices stay in shared memory as
// tiles. The kernel itself is written for each plan by ResidentSource in Java, with all shapes known: one call of a
// function below for each operation, and a barrier wherever one needs what another has written. No function has a
// barrier at its start or end.
//
// product            c = alpha op(a) op(b) + beta c
// add_bias           z(:, j) += bias
// sum_columns        target = alpha (sum of the columns) + beta target, summed in float64
// activate           h = phi(z);  activate_backward  delta = delta phi'(z)
// loss               of a batch, as in losses.cu
// stop_below         as in losses.cu
// sgd, apply_velocity  as in elementwise.cu
// advance            counter = (counter + 1) mod modulus
#pragma once
#include "activations.cuh"
#include "losses.cuh"
#include "updates.cuh"

#define RESIDENT __device__ __forceinline__

// A long program has each product of its shapes once, which it calls: written out each time they would take most of a
// minute to compile, and no instruction cache holds them.
#ifdef CALLED_PRODUCTS
#define PRODUCT __device__ __noinline__
#else
#define PRODUCT RESIDENT
#endif

// The thread's index as a value of unknown origin. Known to be the same in all steps, what is made of it (rows, columns
// and addresses of every loop of a program) would be computed once before the steps, and registers spilled to hold it.
RESIDENT int this_thread() {
  int thread = threadIdx.x;
  asm volatile("" : "+r"(thread));
  return thread;
}

__host__ __device__ constexpr int up_to_four(int n) { return (n + 3) / 4 * 4; }

// Rows beyond the last and columns beyond the last are zero and stay so: products need no masks where they read.
// Columns start at odd multiples of four, so that threads that read four entries of neighbouring columns meet no
// conflict of banks. Tile.java has the same.
template <int ROWS, int COLUMNS>
struct Tile {
  static constexpr int rows = ROWS;
  static constexpr int columns = COLUMNS;
  static constexpr int ld = up_to_four(ROWS) % 8 == 0 ? up_to_four(ROWS) + 4 : up_to_four(ROWS);

  real* at;

  RESIDENT real& operator()(int i, int j) const { return at[j * ld + i]; }
  RESIDENT real* column(int j) const { return at + j * ld; }

  // body(i, j) for every entry.
  template <class Body>
  static RESIDENT void each(Body body) {
    for (int x = this_thread(); x < ROWS * COLUMNS; x += BLOCK) {
      int j = x / ROWS;
      body(x - j * ROWS, j);
    }
  }

  RESIDENT void load(const real* source) const {
    each([&](int i, int j) { (*this)(i, j) = source[j * ROWS + i]; });
  }

  RESIDENT void store(real* target) const {
    each([&](int i, int j) { target[j * ROWS + i] = (*this)(i, j); });
  }
};

struct __align__(16) Four {
  real v[4];
};

// The part of op(a) that a thread needs for four terms of its sums: SIDE rows, the t-th of each COUNT. Where a's
// columns run along the rows of op(a), those are neighbours; else each COUNT-th row, so that the threads of a warp read
// neighbouring columns.
template <int SIDE, int COUNT, bool ALONG, int LD>
RESIDENT void fragment(const real* a, int t, int k, real (&part)[SIDE][4]) {
  if (ALONG) {
#pragma unroll
    for (int i = 0; i < SIDE; i++) {
      Four four = *reinterpret_cast<const Four*>(a + (t + COUNT * i) * LD + k);
#pragma unroll
      for (int x = 0; x < 4; x++) {
        part[i][x] = four.v[x];
      }
    }
  } else {
#pragma unroll
    for (int x = 0; x < 4; x++) {
      if (SIDE == 4) {
        Four four = *reinterpret_cast<const Four*>(a + (k + x) * LD + 4 * t);
#pragma unroll
        for (int i = 0; i < SIDE; i++) {
          part[i][x] = four.v[i];
        }
      } else {
        part[0][x] = a[(k + x) * LD + t];
      }
    }
  }
}

// Each thread owns SIDE x SIDE entries of c. The terms of a sum are added in order.
template <int SIDE, bool TA, bool TB, class A, class B, class C>
RESIDENT void blocked_product(C c, A a, B b, real alpha, real beta) {
  constexpr int inner = TA ? A::rows : A::columns;
  constexpr int down = (C::rows + SIDE - 1) / SIDE;
  constexpr int across = (C::columns + SIDE - 1) / SIDE;
  for (int t = this_thread(); t < down * across; t += BLOCK) {
    int tj = t / down;
    int ti = t - tj * down;
    real sum[SIDE][SIDE] = {};
#pragma unroll 2
    for (int k = 0; k < inner; k += 4) {
      real left[SIDE][4];
      real right[SIDE][4];
      fragment<SIDE, down, TA, A::ld>(a.at, ti, k, left);
      fragment<SIDE, across, !TB, B::ld>(b.at, tj, k, right);
#pragma unroll
      for (int x = 0; x < 4; x++) {
#pragma unroll
        for (int i = 0; i < SIDE; i++) {
#pragma unroll
          for (int j = 0; j < SIDE; j++) {
            sum[i][j] = fma(left[i][x], right[j][x], sum[i][j]);
          }
        }
      }
    }
#pragma unroll
    for (int j = 0; j < SIDE; j++) {
#pragma unroll
      for (int i = 0; i < SIDE; i++) {
        int row = TA ? ti + down * i : SIDE * ti + i;
        int column = TB ? SIDE * tj + j : tj + across * j;
        if (row < C::rows && column < C::columns) {
          real* entry = &c(row, column);
          *entry = beta == 0 ? alpha * sum[i][j] : fma(alpha, sum[i][j], beta * *entry);
        }
      }
    }
  }
}

// Small results have a thread for each entry, which hides more of the latency; large ones reuse what a thread has read.
template <bool TA, bool TB, class A, class B, class C>
PRODUCT void product(C c, A a, B b, double alpha, double beta) {
  // A function that is called does not see where its tiles come from.
  __builtin_assume(__isShared(a.at));
  __builtin_assume(__isShared(b.at));
  __builtin_assume(__isShared(c.at));
  blocked_product<C::rows * C::columns >= 4 * BLOCK ? 4 : 1, TA, TB>(c, a, b, (real)alpha, (real)beta);
}

template <class B, class Z>
RESIDENT void add_bias(Z z, B bias) {
  Z::each([&](int i, int j) { z(i, j) += bias(i, 0); });
}

template <class S, class T>
RESIDENT void sum_columns(T target, S source, double alpha, double beta) {
  for (int i = this_thread(); i < S::rows; i += BLOCK) {
    double sum = 0;
    for (int j = 0; j < S::columns; j++) {
      sum += source(i, j);
    }
    target(i, 0) = (real)(beta == 0 ? alpha * sum : alpha * sum + beta * target(i, 0));
  }
}

template <class Phi, class Z, class H>
RESIDENT void activate(H h, Z z) {
  H::each([&](int i, int j) { h(i, j) = Phi::value(z(i, j)); });
}

template <class Phi, class S, class D>
RESIDENT void activate_backward(D delta, S source) {
  D::each([&](int i, int j) { delta(i, j) = Phi::backward(delta(i, j), source(i, j)); });
}

// The sum over a block, of its warps' sums. Two that follow one another need different places, 0 and 1.
RESIDENT double sum_of_block(double value, int place) {
  __shared__ double partial[2][BLOCK / WARP];
  value = group_sum(value, WARP);
  if (threadIdx.x % WARP == 0) {
    partial[place][threadIdx.x / WARP] = value;
  }
  __syncthreads();
  double sum = 0;
  for (int w = 0; w < BLOCK / WARP; w++) {
    sum += partial[place][w];
  }
  return sum;
}

// No delta is wanted where a tile is not there.
struct Nothing {
  RESIDENT real* column(int) const { return nullptr; }
};

template <bool CROSS_ENTROPY, class H, class D>
RESIDENT void loss(D delta, double* sums, H output, const int* labels, const int* position, double output_scale,
    double gradient_scale) {
  double scale = gradient_scale * output_scale / H::columns;
  double losses = 0;
  double correct = 0;
  for (int j = this_thread(); j < H::columns; j += BLOCK) {
    const real* h = output.column(j);
    int label = labels[j];
    correct += decision(h, H::rows, 0, 1) == label ? 1 : 0;
    losses += CROSS_ENTROPY ? cross_entropy(h, H::rows, label, output_scale, scale, delta.column(j), 0, 1)
                            : squared_error(h, H::rows, label, output_scale, scale, delta.column(j), 0, 1);
  }
  losses = sum_of_block(losses, 0);
  correct = sum_of_block(correct, 1);
  if (threadIdx.x == 0) {
    double* column = sums + 2 * (long long)*position;
    column[0] = losses / H::columns;
    column[1] = correct;
  }
}

template <class D>
RESIDENT bool stop_delta(D delta, const double* sums, const int* position, double threshold, int every) {
  int column = *position;
  bool stops = column % every == 0 && sums[2 * (long long)column] < threshold;
  if (stops) {
    D::each([&](int i, int j) { delta(i, j) = 0; });
  }
  return stops && threadIdx.x == 0;
}

template <class D, class R>
RESIDENT void stop_below(D delta, R rate, const double* sums, const int* position, double threshold, int every) {
  if (stop_delta(delta, sums, position, threshold, every)) {
    rate(0, 0) = 0;
  }
}

template <class D, class R, class K>
RESIDENT void stop_below(
    D delta, R rate, K keep, const double* sums, const int* position, double threshold, int every) {
  if (stop_delta(delta, sums, position, threshold, every)) {
    rate(0, 0) = 0;
    keep(0, 0) = 1;
  }
}

template <class W, class G>
RESIDENT void sgd(W weights, G gradient, double rate, double decay) {
  W::each([&](int i, int j) {
    real none = 0;
    sgd_entry(weights(i, j), gradient(i, j), none, rate, 0, decay, false);
  });
}

template <class W, class V, class G>
RESIDENT void sgd(W weights, V velocity, G gradient, double rate, double momentum, double decay, bool nesterov) {
  W::each([&](int i, int j) {
    sgd_entry(weights(i, j), gradient(i, j), velocity(i, j), rate, momentum, decay, nesterov);
  });
}

template <class W, class V>
RESIDENT void apply_velocity(W weights, V velocity, double rate, double decay) {
  W::each([&](int i, int j) { velocity_entry(weights(i, j), velocity(i, j), (real)rate, (real)decay); });
}

RESIDENT void advance(int* counter, int modulus) {
  if (threadIdx.x == 0) {
    *counter = (*counter + 1) % modulus;
  }
}
