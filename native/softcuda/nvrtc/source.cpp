#include "source.h"

#include <regex>
#include <set>

namespace softcuda {

namespace {

// Where a parenthesis that opens at `open` closes.
size_t closing(const std::string& text, size_t open) {
  int depth = 0;
  for (size_t i = open; i < text.size(); i++) {
    depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
    if (depth == 0) {
      return i;
    }
  }
  return text.size() - 1;
}

// `extern __shared__ double buffer[];` has no size: it becomes a pointer to the bytes that the launch asks for.
std::string dynamic_shared(const std::string& text) {
  static const auto* declaration = new std::regex(
      R"(extern\s+__shared__\s+((?:__align__\s*\([^)]*\)\s*|alignas\s*\([^)]*\)\s*)*)([\w:\s]+?)\s+(\w+)\s*\[\s*\]\s*;)");
  return std::regex_replace(text, *declaration, "$2* const $3 = (($2*)softcuda_dynamic_shared);");
}

// The table of kernels: `__global__ void __launch_bounds__(256) name(`.
std::string table(const std::string& text) {
  static const std::string GLOBAL = "__global__";
  static const std::string BOUNDS = "__launch_bounds__";
  static const auto* name = new std::regex(R"(\s*(?:void\s+)?(\w+)\s*\()");
  std::set<std::string> names;
  std::string lines;
  for (size_t at = text.find(GLOBAL); at != std::string::npos; at = text.find(GLOBAL, at + 1)) {
    size_t begin = at + GLOBAL.size();
    size_t end = text.find_first_of("{;", begin);
    std::string head = text.substr(begin, end - begin);
    std::string bounds = "()";
    if (size_t word = head.find(BOUNDS); word != std::string::npos) {
      size_t open = head.find('(', word);
      size_t close = closing(head, open);
      bounds = head.substr(open, close - open + 1);
      head.erase(word, close - word + 1);
    }
    std::smatch match;
    if (std::regex_search(head, match, *name) && names.insert(match[1]).second) {
      lines += "  SOFTCUDA_KERNEL(" + match[1].str() + ", " + bounds + "),\n";
    }
  }
  if (names.empty()) {
    return "static const softcuda_kernel* const softcuda_kernels = nullptr;\nenum { softcuda_count = 0 };\n";
  }
  return "static const softcuda_kernel softcuda_kernels[] = {\n" + lines + "};\n" +
         "enum { softcuda_count = " + std::to_string(names.size()) + " };\n";
}

}  // namespace

std::string to_cpp(const std::string& text) {
  return dynamic_shared(text) + "\n# 1 \"the table of kernels\"\n" + table(text) +
         "extern \"C\" __attribute__((weak, visibility(\"hidden\"))) char __start_softcuda_shared[];\n"
         "extern \"C\" __attribute__((weak, visibility(\"hidden\"))) char __stop_softcuda_shared[];\n"
         "extern \"C\" const softcuda_image softcuda_image_table;\n"
         "const softcuda_image softcuda_image_table = {SOFTCUDA_BUILD, softcuda_kernels, softcuda_count,\n"
         "                                             __start_softcuda_shared, __stop_softcuda_shared};\n";
}

}  // namespace softcuda
