#include "source.h"

#include <set>

namespace softcuda {

namespace {

// NVRTC knows none of these extensions of g++.
const std::string ONLY_CXX17 = "#pragma GCC diagnostic error \"-Wpedantic\"\n"
                               "#pragma GCC diagnostic error \"-Wvla\"\n"
                               "#pragma GCC diagnostic error \"-Wc++20-extensions\"\n";

bool is_word(char c) { return c == '_' || std::isalnum((unsigned char)c) != 0; }

// The word that ends before `end`, spaces left out.
std::string word_before(const std::string& text, size_t end) {
  while (end > 0 && !is_word(text[end - 1])) {
    end--;
  }
  size_t begin = end;
  while (begin > 0 && is_word(text[begin - 1])) {
    begin--;
  }
  return text.substr(begin, end - begin);
}

// Takes `word(...)` out of a text, and gives the parenthesis; empty if the word is not there.
std::string take(std::string& text, const std::string& word) {
  size_t begin = text.find(word);
  size_t open = begin == std::string::npos ? begin : text.find('(', begin);
  if (open == std::string::npos) {
    return "";
  }
  size_t end = open;
  int depth = 0;
  do {
    depth += text[end] == '(' ? 1 : text[end] == ')' ? -1 : 0;
    end++;
  } while (depth > 0 && end < text.size());
  std::string parenthesis = text.substr(open, end - open);
  text.erase(begin, end - begin);
  return parenthesis;
}

// `extern __shared__ double buffer[];` has no size: it becomes a pointer to the bytes that the launch asks for.
void replace_dynamic_shared(std::string& text) {
  static const std::string SHARED = "__shared__";
  for (size_t at = text.find(SHARED); at != std::string::npos; at = text.find(SHARED, at + 1)) {
    size_t end = text.find(';', at);
    size_t begin = text.rfind("extern", at);
    if (word_before(text, at) != "extern" || end == std::string::npos) {
      continue;
    }
    std::string declared = text.substr(at + SHARED.size(), end - at - SHARED.size());
    while (!take(declared, "__align__").empty() || !take(declared, "alignas").empty()) {
    }
    declared.erase(std::min(declared.find('['), declared.size()));
    std::string name = word_before(declared, declared.size());
    std::string type = declared.substr(0, declared.rfind(name));
    text.replace(begin, end - begin, type + "* const " + name + " = (" + type + "*)softcuda_dynamic_shared");
  }
}

// The table of kernels: `__global__ void __launch_bounds__(256) name(`.
std::string table(const std::string& text) {
  static const std::string GLOBAL = "__global__";
  std::set<std::string> names;
  std::string lines;
  for (size_t at = text.find(GLOBAL); at != std::string::npos; at = text.find(GLOBAL, at + 1)) {
    std::string head = text.substr(at + GLOBAL.size(), text.find_first_of("{;", at) - at - GLOBAL.size());
    std::string bounds = take(head, "__launch_bounds__");
    std::string name = word_before(head, std::min(head.find('('), head.size()));
    if (names.insert(name).second) {  // not declared before
      lines += "  SOFTCUDA_KERNEL(" + name + ", " + (bounds.empty() ? "()" : bounds) + "),\n";
    }
  }
  return "static const softcuda_kernel softcuda_kernels[] = {\n" + lines + "  {}};\n" +
         "enum { softcuda_count = " + std::to_string(names.size()) + " };\n";
}

}  // namespace

std::string to_cpp(const std::string& text) {
  std::string kernels = text;
  replace_dynamic_shared(kernels);
  return "#pragma GCC diagnostic push\n" + ONLY_CXX17 + kernels +
         "\n#pragma GCC diagnostic pop\n# 1 \"the table of kernels\"\n" + table(text) +
         "extern \"C\" __attribute__((weak, visibility(\"hidden\"))) char __start_softcuda_shared[];\n"
         "extern \"C\" __attribute__((weak, visibility(\"hidden\"))) char __stop_softcuda_shared[];\n"
         "extern \"C\" const softcuda_image softcuda_image_table;\n"
         "const softcuda_image softcuda_image_table = {SOFTCUDA_BUILD, softcuda_kernels, softcuda_count,\n"
         "                                             __start_softcuda_shared, __stop_softcuda_shared};\n";
}

}  // namespace softcuda
