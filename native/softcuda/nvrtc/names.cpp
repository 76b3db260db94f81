#include "names.h"

#include <set>

namespace softcuda {

namespace {

const std::set<std::string> UNKNOWN = {
    "NAN",           "INFINITY",       "HUGE_VAL",      "HUGE_VALF",      "HUGE_VALL",    "MAXFLOAT",     "M_E",
    "M_LOG2E",       "M_LOG10E",       "M_LN2",         "M_LN10",         "M_PI",         "M_PI_2",       "M_PI_4",
    "M_1_PI",        "M_2_PI",         "M_2_SQRTPI",    "M_SQRT2",        "M_SQRT1_2",    "FP_NAN",       "FP_INFINITE",
    "FP_ZERO",       "FP_SUBNORMAL",   "FP_NORMAL",     "int8_t",         "int16_t",      "int32_t",      "int64_t",
    "uint8_t",       "uint16_t",       "uint32_t",      "uint64_t",       "intptr_t",     "uintptr_t",    "ssize_t",
    "uint",          "ushort",         "ulong",         "float_t",        "double_t",     "abort",        "calloc",
    "realloc",       "rand",           "srand",         "qsort",          "strlen",       "strcmp",       "memcmp",
    "memmove",       "strtod",         "atoi",          "getenv",         "__int128",     "__float128",   "__typeof__",
    "__builtin_inf", "__builtin_inff", "__builtin_nan", "__builtin_nanf", "thread_local", "__builtin_huge_val",
    "__builtin_popcount", "__builtin_clz", "__builtin_ctz", "__builtin_memcpy", "__builtin_memset"};

// All that NVRTC has of the standard library without its headers.
const std::set<std::string> STANDARD = {"move", "forward"};

// `typedef int name;`, `using name = int;`, `int name(...)`.
bool is_declared(const std::vector<Token>& tokens, const std::string& name) {
  for (size_t i = 1; i + 1 < tokens.size(); i++) {
    const std::string& next = tokens[i + 1].text;
    bool after_type = tokens[i - 1].is_word() && tokens[i - 1].text != "return";
    if (tokens[i].text == name && after_type && (next == ";" || next == "=" || next == "(")) {
      return true;
    }
  }
  return false;
}

std::string undefined(const Token& at, const std::string& name) { return error(at, "identifier \"" + name + "\" is undefined"); }

}  // namespace

std::string find_unknown_names(const std::vector<Token>& tokens) {
  std::string errors;
  for (size_t i = 0; i < tokens.size(); i++) {
    const std::string& before = i == 0 ? ";" : tokens[i - 1].text;
    bool member = before == "." || before == "->" || before == "::";
    if (!member && UNKNOWN.count(tokens[i].text) != 0 && !is_declared(tokens, tokens[i].text)) {
      errors += undefined(tokens[i], tokens[i].text);
    }
    if (before == "::" && i > 1 && tokens[i - 2].text == "std" && STANDARD.count(tokens[i].text) == 0) {
      errors += undefined(tokens[i], "std::" + tokens[i].text);
    }
  }
  return errors;
}

}  // namespace softcuda
