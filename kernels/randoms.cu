// Random fills: element i of member e is number i of the stream (seeds[e], stream) of Philox 4x32-10, bit for bit as
// dev.lamina.random makes it: the same IEEE 754 operations in the same order, in float64, which --fmad=false keeps
// apart, then rounded to `real`. One thread per block of the generator, which gives elements 2b and 2b + 1, in a loop.
//
// normal     deviation sqrt(-2 ln u) cos(2 pi v), deviation sqrt(-2 ln u) sin(2 pi v)    (Box and Muller)
// uniform    low + (high - low) u
#include "lamina.cuh"

#define NORMALS 0
#define UNIFORMS 1

// 2^-53.
#define ULP (1.0 / 9007199254740992.0)

struct Pair {
  unsigned long long even;
  unsigned long long odd;
};

// Block `number` of a sequence: its counter is (number, stream, kind), its key the seed, given as low and high word.
__device__ inline Pair philox(unsigned long long number, int stream, int kind, const int* seed) {
  unsigned c0 = (unsigned)number;
  unsigned c1 = (unsigned)(number >> 32);
  unsigned c2 = stream;
  unsigned c3 = kind;
  unsigned k0 = seed[0];
  unsigned k1 = seed[1];
  for (int round = 0; round < 10; round++) {
    unsigned long long product0 = 0xD2511F53ull * c0;
    unsigned long long product1 = 0xCD9E8D57ull * c2;
    c0 = (unsigned)(product1 >> 32) ^ c1 ^ k0;
    c1 = (unsigned)product1;
    c2 = (unsigned)(product0 >> 32) ^ c3 ^ k1;
    c3 = (unsigned)product0;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  Pair pair;
  pair.even = (unsigned long long)c1 << 32 | c0;
  pair.odd = (unsigned long long)c3 << 32 | c2;
  return pair;
}

// PortableMath.log.
__device__ inline double portable_log(double x) {
  long long bits = __double_as_longlong(x);
  int e = (int)(bits >> 52) - 1023;
  double m = __longlong_as_double((bits & 0x000FFFFFFFFFFFFFll) | 0x3FF0000000000000ll);
  if (m >= 0x1.6a09e667f3bcdp+0) {
    m *= 0.5;
    e += 1;
  }
  double f = m - 1.0;
  double s = f / (2.0 + f);
  double z = s * s;
  double r = 2.0 / 23;
  r = 2.0 / 21 + z * r;
  r = 2.0 / 19 + z * r;
  r = 2.0 / 17 + z * r;
  r = 2.0 / 15 + z * r;
  r = 2.0 / 13 + z * r;
  r = 2.0 / 11 + z * r;
  r = 2.0 / 9 + z * r;
  r = 2.0 / 7 + z * r;
  r = 2.0 / 5 + z * r;
  r = 2.0 / 3 + z * r;
  r = z * r;
  return e * 0x1.62e42fefa4p-1 + (f + (e * -0x1.8432a1b0e2634p-43 - s * (f - r)));
}

// PortableMath.sinKernel.
__device__ inline double sine(double x) {
  double z = x * x;
  double p = 1.0 / 355687428096000.0;
  p = -1.0 / 1307674368000.0 + z * p;
  p = 1.0 / 6227020800.0 + z * p;
  p = -1.0 / 39916800.0 + z * p;
  p = 1.0 / 362880.0 + z * p;
  p = -1.0 / 5040.0 + z * p;
  p = 1.0 / 120.0 + z * p;
  p = -1.0 / 6.0 + z * p;
  return x + x * (z * p);
}

// PortableMath.cosKernel.
__device__ inline double cosine(double x) {
  double z = x * x;
  double p = 1.0 / 20922789888000.0;
  p = -1.0 / 87178291200.0 + z * p;
  p = 1.0 / 479001600.0 + z * p;
  p = -1.0 / 3628800.0 + z * p;
  p = 1.0 / 40320.0 + z * p;
  p = -1.0 / 720.0 + z * p;
  p = 1.0 / 24.0 + z * p;
  return 1.0 - (0.5 * z - z * (z * p));
}

extern "C" __global__ void normal(
    int members, long long n, In<int> seeds, int stream, double deviation, Out<real> target) {
  FOR_EACH_MEMBER(e, members) {
    real* of_member = target.of(e);
    FOR_EACH_ELEMENT(b, (n + 1) / 2) {
      Pair pair = philox(b, stream, NORMALS, seeds.at + 2 * e);
      double u = (double)((pair.even >> 11) + 1) * ULP;
      double v = (double)(pair.odd >> 11) * ULP;
      double radius = sqrt(-2.0 * portable_log(u));
      // PortableMath.cosTwoPi and sinTwoPi: the turn v is q/4 + t with |t| at most 1/8.
      int quarter = (int)(4.0 * v + 0.5);
      double angle = 0x1.921fb54442d18p+2 * (v - 0.25 * quarter);
      double along = cosine(angle);
      double across = sine(angle);
      double x = quarter & 1 ? across : along;
      double y = quarter & 1 ? along : across;
      of_member[2 * b] = (real)(radius * ((quarter + 1) & 2 ? -x : x) * deviation);
      if (2 * b + 1 < n) {
        of_member[2 * b + 1] = (real)(radius * (quarter & 2 ? -y : y) * deviation);
      }
    }
  }
}

extern "C" __global__ void uniform(
    int members, long long n, In<int> seeds, int stream, double low, double high, Out<real> target) {
  FOR_EACH_MEMBER(e, members) {
    real* of_member = target.of(e);
    FOR_EACH_ELEMENT(b, (n + 1) / 2) {
      Pair pair = philox(b, stream, UNIFORMS, seeds.at + 2 * e);
      of_member[2 * b] = (real)(low + (high - low) * ((double)(pair.even >> 11) * ULP));
      if (2 * b + 1 < n) {
        of_member[2 * b + 1] = (real)(low + (high - low) * ((double)(pair.odd >> 11) * ULP));
      }
    }
  }
}
