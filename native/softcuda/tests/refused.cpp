// What NVIDIA's NVRTC refuses though g++ does not, which would be found on the first GPU only.
#include "scenario.h"

using namespace scenarios;

#define REFUSED(name, right, wrong)                                                                              \
  SCENARIO(name) {                                                                                               \
    Device device;                                                                                               \
    compile(std::string(fault ? wrong : right) + "\nextern \"C\" __global__ void k(double* x, int n) { USE }\n"); \
  }

#define USE_OF(code) "#define USE " code "\n"

REFUSED(host_function, USE_OF("x[0] = f(n);") "__device__ int f(int n) { return n; }",
        USE_OF("x[0] = f(n);") "int f(int n) { return n; }")
REFUSED(host_constexpr_function, USE_OF("x[0] = f(3);") "__host__ __device__ constexpr int f(int n) { return n; }",
        USE_OF("x[0] = f(3);") "constexpr int f(int n) { return n; }")
REFUSED(host_function_that_nothing_calls, USE_OF("") "template <class T> __device__ T f(T n) { return n; }",
        USE_OF("") "template <class T> T f(T n) { return n; }")
REFUSED(host_function_of_a_class,
        USE_OF("x[0] = S<int>{n}.get();") "template <class T> struct S { T a; __device__ T get() const { return a; } };",
        USE_OF("x[0] = n;") "template <class T> struct S { T a; T get() const { return a; } };")
REFUSED(host_function_of_a_local_class,
        USE_OF("struct S { int a; __device__ int get() { return a; } }; x[0] = S{n}.get();"),
        USE_OF("struct S { int a; int get() { return a; } }; x[0] = S{n}.get();"))
REFUSED(host_variable, USE_OF("x[0] = g;") "const int g = 3;", USE_OF("x[0] = 1;") "int g = 3;")
REFUSED(host_header, USE_OF(""), USE_OF("") "#include <cmath>")
REFUSED(number_of_java, USE_OF("x[0] = -nan(\"\");"), USE_OF("x[0] = -NaN;"))
REFUSED(infinity_of_java, USE_OF("x[0] = -1e300;"), USE_OF("x[0] = -Infinity;"))
REFUSED(macro_of_a_header, USE_OF("x[0] = 3.14;"), USE_OF("x[0] = M_PI;"))
REFUSED(type_of_a_header, USE_OF("int32_t i = n; x[0] = i;") "typedef int int32_t;", USE_OF("int32_t i = n; x[0] = i;"))
REFUSED(standard_library, USE_OF("x[0] = std::move(x[1]);"), USE_OF("x[0] = std::max(x[1], x[2]);"))
REFUSED(macro_of_the_compiler, USE_OF(""), USE_OF("") "#ifndef __GNUC__\n#error not g++\n#endif")
REFUSED(extension_of_the_compiler, USE_OF("x[0] = n;"), USE_OF("x[0] = ({ int a = n; a; });"))

// What looks like a function of the host to a hasty reader.
SCENARIO(no_host_functions) {
  Device device;
  compile(R"(
typedef int (*F)(int);
using G = int(int);
enum class E : int { A, B };
namespace a { namespace { __device__ int f(int (*g)(int), int x) { return g(x); } } }
struct S;
struct __align__(16) Pair { double a, b; };
struct S { int a = 1; S() = default; S(const S&) = default; __device__ S(int b) : a{b} {} __device__ int get() const; };
int S::get() const { return a; }
template <bool B> struct If {};
template <> struct If<true> { typedef int type; };
template <int N, typename If<(N > 2)>::type = 0> __device__ int big() { return N; }
template <class T> __device__ T same(T a) { return a; }
template <> int same<int>(int a) { return a; }
inline int __device__ half(int a) { return a / 2; }
__device__ auto later(int a) -> int { return a; }
__device__ S operator+(S x, S y) { return S(x.a + y.a); }
static constexpr double TABLE[] = {1, 2};
const char* const NAME = "(int f) ";
static_assert(sizeof(Pair) == 16, "two");
extern "C" {
__device__ int c(int a) { return a; }
}
extern "C" __global__ void __launch_bounds__(32) k(double* x) {
  auto f = [=](int i) { return i + x[0]; };
  struct Local { int a; } local{2};
  x[0] = f(3) + local.a + TABLE[1] + big<3>() + same(2) + half(4) + later(1) + (S(1) + S(2)).get() + c(1);
}
)");
}
