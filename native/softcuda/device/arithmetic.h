// Mathematical functions that CUDA has and C++ has not.
#pragma once

#define SOFTCUDA_MIN_MAX(A, B, T)                               \
  inline T min(A a, B b) { return (T)a < (T)b ? (T)a : (T)b; }  \
  inline T max(A a, B b) { return (T)a > (T)b ? (T)a : (T)b; }

#define SOFTCUDA_MIN_MAX_INTEGER(T)              \
  SOFTCUDA_MIN_MAX(T, T, T)                      \
  SOFTCUDA_MIN_MAX(unsigned T, unsigned T, unsigned T) \
  SOFTCUDA_MIN_MAX(T, unsigned T, unsigned T)    \
  SOFTCUDA_MIN_MAX(unsigned T, T, unsigned T)

SOFTCUDA_MIN_MAX_INTEGER(int)
SOFTCUDA_MIN_MAX_INTEGER(long)
SOFTCUDA_MIN_MAX_INTEGER(long long)
#undef SOFTCUDA_MIN_MAX_INTEGER
#undef SOFTCUDA_MIN_MAX

// Of a number and NaN the number, as on a GPU.
inline float min(float a, float b) { return fminf(a, b); }
inline float max(float a, float b) { return fmaxf(a, b); }
inline double min(double a, double b) { return fmin(a, b); }
inline double max(double a, double b) { return fmax(a, b); }
inline double min(float a, double b) { return fmin(a, b); }
inline double max(float a, double b) { return fmax(a, b); }
inline double min(double a, float b) { return fmin(a, b); }
inline double max(double a, float b) { return fmax(a, b); }

// What one of NVIDIA's functions has as a function of float and of double.
#define SOFTCUDA_REAL(name, formula)                                \
  inline double name(double x) { return formula; }                  \
  inline float name(float x) { return (float)(formula); }           \
  inline float name##f(float x) { return (float)(formula); }

SOFTCUDA_REAL(rsqrt, 1.0 / sqrt((double)x))
SOFTCUDA_REAL(rcbrt, 1.0 / cbrt((double)x))
SOFTCUDA_REAL(sinpi, sin(M_PI * remainder((double)x, 2.0)))
SOFTCUDA_REAL(cospi, cos(M_PI * remainder((double)x, 2.0)))
SOFTCUDA_REAL(normcdf, 0.5 * erfc(-(double)x * M_SQRT1_2))
#undef SOFTCUDA_REAL

inline void sincospi(double x, double* s, double* c) { *s = sinpi(x); *c = cospi(x); }
inline void sincospi(float x, float* s, float* c) { *s = sinpi(x); *c = cospi(x); }
inline void sincospif(float x, float* s, float* c) { sincospi(x, s, c); }
inline void sincos(float x, float* s, float* c) { sincosf(x, s, c); }

// Rounded to the nearest, with nothing contracted. The compiler is told not to contract products and sums, so these are the
// ordinary operations.
#define SOFTCUDA_ROUNDED(T, letter)                                                 \
  inline T __##letter##add_rn(T a, T b) { return a + b; }                           \
  inline T __##letter##sub_rn(T a, T b) { return a - b; }                           \
  inline T __##letter##mul_rn(T a, T b) { return a * b; }                           \
  inline T __##letter##div_rn(T a, T b) { return a / b; }                           \
  inline T __##letter##sqrt_rn(T a) { return sqrt(a); }

SOFTCUDA_ROUNDED(float, f)
SOFTCUDA_ROUNDED(double, d)
#undef SOFTCUDA_ROUNDED

inline double __fma_rn(double a, double b, double c) { return fma(a, b, c); }
inline float __fmaf_rn(float a, float b, float c) { return fmaf(a, b, c); }

// The fast versions are the exact ones.
inline float __expf(float x) { return expf(x); }
inline float __logf(float x) { return logf(x); }
inline float __log2f(float x) { return log2f(x); }
inline float __powf(float x, float y) { return powf(x, y); }
inline float __sinf(float x) { return sinf(x); }
inline float __cosf(float x) { return cosf(x); }
inline float __fdividef(float x, float y) { return x / y; }
inline float __saturatef(float x) { return x > 0 ? fminf(x, 1.0f) : 0.0f; }

template <class To, class From>
inline To softcuda_reinterpret(From from) {
  static_assert(sizeof(To) == sizeof(From), "as many bytes");
  To to;
  memcpy(&to, &from, sizeof to);
  return to;
}

inline int __float_as_int(float x) { return softcuda_reinterpret<int>(x); }
inline unsigned int __float_as_uint(float x) { return softcuda_reinterpret<unsigned int>(x); }
inline float __int_as_float(int x) { return softcuda_reinterpret<float>(x); }
inline float __uint_as_float(unsigned int x) { return softcuda_reinterpret<float>(x); }
inline long long __double_as_longlong(double x) { return softcuda_reinterpret<long long>(x); }
inline double __longlong_as_double(long long x) { return softcuda_reinterpret<double>(x); }
inline int __double2hiint(double x) { return (int)(__double_as_longlong(x) >> 32); }
inline int __double2loint(double x) { return (int)__double_as_longlong(x); }

inline float __double2float_rn(double x) { return (float)x; }
inline float __int2float_rn(int x) { return (float)x; }
inline float __uint2float_rn(unsigned int x) { return (float)x; }
inline double __int2double_rn(int x) { return x; }
inline double __uint2double_rn(unsigned int x) { return x; }
inline double __ll2double_rn(long long x) { return (double)x; }
inline double __ull2double_rn(unsigned long long x) { return (double)x; }

inline unsigned int __umulhi(unsigned int a, unsigned int b) { return (unsigned int)((unsigned long long)a * b >> 32); }
inline int __mulhi(int a, int b) { return (int)((long long)a * b >> 32); }
inline unsigned long long __umul64hi(unsigned long long a, unsigned long long b) {
  return (unsigned long long)((unsigned __int128)a * b >> 64);
}
inline long long __mul64hi(long long a, long long b) { return (long long)((__int128)a * b >> 64); }

inline int __popc(unsigned int x) { return __builtin_popcount(x); }
inline int __popcll(unsigned long long x) { return __builtin_popcountll(x); }
inline int __clz(int x) { return x == 0 ? 32 : __builtin_clz((unsigned int)x); }
inline int __clzll(long long x) { return x == 0 ? 64 : __builtin_clzll((unsigned long long)x); }
inline int __ffs(int x) { return __builtin_ffs(x); }
inline int __ffsll(long long x) { return __builtin_ffsll(x); }
inline unsigned int __brev(unsigned int x) {
  unsigned int reversed = 0;
  for (int i = 0; i < 32; i++) reversed |= (x >> i & 1u) << (31 - i);
  return reversed;
}

template <class T>
inline T __ldg(const T* address) { return *address; }
